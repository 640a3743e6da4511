package io.petaforge.discover;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.ByteSize;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the firmware says of the machine, read from {@code dmidecode -t 1,17}, or from sysfs where only root may read the
 * tables.
 *
 * @param vendor empty, as the next two, where the maker left in what the board came with
 * @param memory the sum of the memory modules; 0 where they are not told
 */
record Firmware(String vendor, String product, String serial, ByteSize memory) {
    private static final Set<String> BLANKS = Set.of(
            "not specified",
            "not available",
            "to be filled by o.e.m.",
            "default string",
            "system manufacturer",
            "system product name",
            "system serial number",
            "0123456789",
            "none",
            "unknown",
            "empty",
            "n/a",
            "0");

    private static final Pattern SIZE = Pattern.compile("(\\d{1,9}) (kB|MB|GB|TB)");
    private static final Map<String, Integer> SHIFTS = Map.of("kB", 10, "MB", 20, "GB", 30, "TB", 40);

    Firmware {
        requireNonNull(vendor, "vendor");
        requireNonNull(product, "product");
        requireNonNull(serial, "serial");
        requireNonNull(memory, "memory");
    }

    /**
     * Reads both sources.
     *
     * @param tables output of dmidecode; may be empty
     * @param files {@code sys_vendor}, {@code product_name} and {@code product_serial} with their values
     */
    static Firmware read(String tables, String files) {
        Map<String, String> system = new TreeMap<>();
        files.lines()
                .map(line -> line.split(" ", 2))
                .filter(pair -> pair.length == 2)
                .forEach(pair -> system.put(pair[0], pair[1]));
        long bytes = 0;
        for (String table : tables.split("\\n\\s*\\n")) {
            Map<String, String> fields = fields(table);
            if (table.contains("\nSystem Information")) {
                system.put("sys_vendor", fields.getOrDefault("Manufacturer", ""));
                system.put("product_name", fields.getOrDefault("Product Name", ""));
                system.put("product_serial", fields.getOrDefault("Serial Number", ""));
            }
            // Persistent memory is in the same slots, and is not the kernel's to give away.
            if (table.contains("\nMemory Device")
                    && !fields.getOrDefault("Type", "").startsWith("Logical non-volatile")) {
                bytes += size(fields.getOrDefault("Size", ""));
            }
        }
        return new Firmware(
                known(system.getOrDefault("sys_vendor", "")),
                known(system.getOrDefault("product_name", "")),
                known(system.getOrDefault("product_serial", "")),
                new ByteSize(bytes));
    }

    private static Map<String, String> fields(String table) {
        Map<String, String> fields = new TreeMap<>();
        table.lines()
                .map(line -> line.split(":", 2))
                .filter(pair -> pair.length == 2)
                .forEach(pair -> fields.putIfAbsent(pair[0].strip(), pair[1].strip()));
        return fields;
    }

    /** Memory is sold in powers of 1024, whatever unit is printed: {@code 32 GB} before 3.x was {@code 32768 MB}. */
    private static long size(String text) {
        Matcher size = SIZE.matcher(text);
        if (!size.matches()) {
            return 0;
        }
        long units = Long.parseLong(size.group(1));
        int shift = SHIFTS.getOrDefault(size.group(2), 0);
        // A module of an exabyte is none.
        return units < 1L << (60 - shift) ? units << shift : 0;
    }

    private static String known(String text) {
        String stripped = text.strip();
        return BLANKS.contains(stripped.toLowerCase(java.util.Locale.ROOT)) || stripped.matches("[.\\-xX0]*")
                ? ""
                : stripped;
    }
}
