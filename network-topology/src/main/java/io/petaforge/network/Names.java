package io.petaforge.network;

import io.petaforge.api.MachineId;

/** What switches and ports are called. Linux allows 15 characters for a port. */
final class Names {
    private Names() {}

    static MachineId spine(int number) {
        return new MachineId("spine-" + (number + 1));
    }

    /** {@code leaf-r1}, or {@code leaf-r1a} and {@code leaf-r1b} where a rack has two. */
    static MachineId leaf(String rack, int number, int leavesPerRack) {
        return new MachineId("leaf-" + rack + (leavesPerRack == 1 ? "" : String.valueOf((char) ('a' + number))));
    }

    /** The spine's port to a leaf. */
    static String toLeaf(int leaf) {
        return "leaf" + leaf;
    }

    /** The leaf's port to a spine. */
    static String toSpine(int spine) {
        return "up" + spine;
    }

    /** The leaf's port to a host. */
    static String toHost(int host) {
        return "h" + host;
    }

    /** The host's port to a leaf of its rack. */
    static String hostPort(int leaf) {
        return "fab" + leaf;
    }
}
