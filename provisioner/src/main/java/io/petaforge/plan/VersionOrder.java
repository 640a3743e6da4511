package io.petaforge.plan;

import java.util.Comparator;

/**
 * The order of versions as Debian has it (deb-version(7)): an epoch first, then letters before other signs, a tilde before
 * the end, and numbers by their value. Versions of Spark are ordered by the same rules.
 */
public final class VersionOrder implements Comparator<String> {
    @Override
    public int compare(String one, String other) {
        int epochs = Long.compare(epoch(one), epoch(other));
        return epochs != 0 ? epochs : parts(rest(one), rest(other));
    }

    private static long epoch(String version) {
        int colon = version.indexOf(':');
        return colon < 0 ? 0 : number(version.substring(0, colon));
    }

    private static String rest(String version) {
        return version.substring(version.indexOf(':') + 1);
    }

    private static int parts(String one, String other) {
        int i = 0;
        int j = 0;
        while (i < one.length() || j < other.length()) {
            while ((i < one.length() && !digit(one, i)) || (j < other.length() && !digit(other, j))) {
                int order = Integer.compare(weight(one, i), weight(other, j));
                if (order != 0) {
                    return order;
                }
                i++;
                j++;
            }
            int from = i;
            int begin = j;
            while (digit(one, i)) {
                i++;
            }
            while (digit(other, j)) {
                j++;
            }
            int order = Long.compare(number(one.substring(from, i)), number(other.substring(begin, j)));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    /** A tilde, the end or a digit, a letter, anything else. */
    private static int weight(String text, int at) {
        if (at >= text.length() || digit(text, at)) {
            return 0;
        }
        char sign = text.charAt(at);
        return sign == '~' ? -1 : Character.isLetter(sign) ? sign : sign + 256;
    }

    private static boolean digit(String text, int at) {
        return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }

    private static long number(String digits) {
        // Eighteen digits fit; what is longer is no version of anything here.
        return digits.isEmpty() || !digits.matches("[0-9]{1,18}") ? 0 : Long.parseLong(digits);
    }
}
