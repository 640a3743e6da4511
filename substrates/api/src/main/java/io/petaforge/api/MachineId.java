package io.petaforge.api;

import java.util.regex.Pattern;

/**
 * The stable name of a machine in one cluster: the only key by which spec, machine, facts and remote host meet. It is
 * the host name too, so it is a DNS label.
 */
public record MachineId(String value) implements Comparable<MachineId> {
    private static final Pattern DNS_LABEL = Pattern.compile("[a-z]([a-z0-9-]{0,61}[a-z0-9])?");

    public MachineId {
        if (!DNS_LABEL.matcher(value).matches()) {
            throw new IllegalArgumentException("not a DNS label: '" + value + "'");
        }
    }

    /** The group of machines that it is one of: its name without the number. */
    public String group() {
        return value.replaceAll("-\\d+$", "");
    }

    @Override
    public int compareTo(MachineId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
