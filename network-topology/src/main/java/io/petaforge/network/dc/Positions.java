package io.petaforge.network.dc;

/**
 * Decides the position of every router in the range of loopbacks, from which its AS number and out-of-band address follow
 * too.
 *
 * <p>The range is cut into blocks of {@value #BLOCK}: services and up to {@value #FEW_SPINES} spines share the first, every
 * rack has one with its leaves first. Larger fabrics have blocks of their own for super-spines and for the spines of every
 * pod that there are ports for, before the racks. So an address shows its rack, and no growth moves another's.
 */
final class Positions {
    static final int BLOCK = 64;

    static final int FIRST_SERVICE = 1;

    static final int SERVICES = 31;

    static final int LEAVES_PER_RACK = 4;

    static final int HOSTS_PER_RACK = BLOCK - LEAVES_PER_RACK;

    /** As many as fit behind the services. */
    static final int FEW_SPINES = 32;

    private static final int SUPER_SPINE_BLOCKS = ShapeSizing.MOST_SUPER_SPINES / BLOCK;

    private final boolean small;
    private final Shape shape;

    Positions(Shape shape) {
        this.shape = shape;
        this.small = !shape.fiveStage() && shape.spines() <= FEW_SPINES;
    }

    int superSpine(int plane, int number) {
        return BLOCK + plane * shape.superSpines() + number;
    }

    int spine(int pod, int number) {
        return small ? FEW_SPINES + number : (1 + SUPER_SPINE_BLOCKS + pod) * BLOCK + number;
    }

    int leaf(int rack, int number) {
        return (firstRackBlock() + rack) * BLOCK + number;
    }

    int host(int rack, int number) {
        return leaf(rack, LEAVES_PER_RACK + number);
    }

    /** How many positions so many racks need. */
    long needed(int racks) {
        return (long) (firstRackBlock() + racks) * BLOCK;
    }

    /** The block of a rack. */
    int rackBlock(int rack) {
        return firstRackBlock() + rack;
    }

    private int firstRackBlock() {
        return small ? 1 : 1 + SUPER_SPINE_BLOCKS + shape.mostPods();
    }
}
