package io.petaforge.network.dc;

import io.petaforge.api.MachineId;

/** What switches are called. Numbers begin at 1 for people. */
final class Naming {
    private Naming() {}

    /** {@code core-1-2}: the second super-spine of the first plane. */
    static MachineId superSpine(int plane, int number) {
        return new MachineId("core-" + (plane + 1) + "-" + (number + 1));
    }

    /** {@code spine-1}, or {@code spine-p2-1} where there are pods. */
    static MachineId spine(Shape shape, int pod, int number) {
        return new MachineId(shape.fiveStage() ? "spine-p" + (pod + 1) + "-" + (number + 1) : "spine-" + (number + 1));
    }

    /** {@code leaf-r1}, or {@code leaf-r1a} and {@code leaf-r1b} where a rack has two. */
    static MachineId leaf(Shape shape, String rack, int number) {
        return new MachineId(
                "leaf-" + rack + (shape.leavesPerRack() == 1 ? "" : String.valueOf((char) ('a' + number))));
    }
}
