package io.petaforge.verify;

import java.util.Locale;

/** Figures for people. Rates are decimal, as networks and drives are sold. */
final class Figures {
    private Figures() {}

    static String rate(double bytesPerSecond) {
        return bytesPerSecond >= 1e9
                ? String.format(Locale.ROOT, "%.2f GB/s", bytesPerSecond / 1e9)
                : String.format(Locale.ROOT, "%.1f MB/s", bytesPerSecond / 1e6);
    }

    static String bytes(double bytes) {
        return bytes >= 1e12
                ? String.format(Locale.ROOT, "%.2f TB", bytes / 1e12)
                : bytes >= 1e9
                        ? String.format(Locale.ROOT, "%.2f GB", bytes / 1e9)
                        : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }

    static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.1f s", seconds);
    }

    static String millis(double millis) {
        return String.format(Locale.ROOT, millis < 100 ? "%.1f" : "%.0f", millis);
    }

    static String ratio(double ratio) {
        return String.format(Locale.ROOT, "%.2f", ratio);
    }
}
