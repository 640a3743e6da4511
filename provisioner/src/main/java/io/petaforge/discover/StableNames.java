package io.petaforge.discover;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The names below {@code /dev/disk/by-id}. A plan knows a drive by an identity that one of them ends with: what cannot be
 * found again in this way is no identity.
 */
final class StableNames {
    private final Map<String, String> devices;

    private StableNames(Map<String, String> devices) {
        this.devices = devices;
    }

    /** Reads lines of name and target. */
    static StableNames read(String lines) {
        Map<String, String> devices = new TreeMap<>();
        lines.lines()
                .map(line -> line.split(" ", 2))
                .filter(pair -> pair.length == 2)
                .forEach(pair -> devices.put(pair[0], pair[1].substring(pair[1].lastIndexOf('/') + 1)));
        return new StableNames(devices);
    }

    /** Whether udev, or the lab, has named anything at all. */
    boolean isEmpty() {
        return devices.isEmpty();
    }

    /** Kernel names of the devices that the identity leads to: as {@code drives.py} looks for a planned drive. */
    Set<String> of(String identity) {
        Pattern wanted = Pattern.compile(
                "(^|.*[-_])" + Pattern.quote(identity.replace(' ', '_')) + "(_\\d+)?$", Pattern.CASE_INSENSITIVE);
        Set<String> found = new TreeSet<>();
        devices.forEach((name, device) -> {
            if (wanted.matcher(name).matches()) {
                found.add(device);
            }
        });
        return found;
    }
}
