package io.petaforge.network.dc;

/**
 * Decides how long a cable has to be, from where racks stand: rows of {@value #RACKS_IN_ROW} racks in the order of their
 * numbers, spines and super-spines at the head of the first row, so that no growth makes an existing cable too short.
 *
 * <p>Pitches are the common 600 mm of a rack and 3 m from row to row (racks of 1.2 m, a cold aisle of 1.2 m and a hot one
 * of 0.6 m). A cable between racks climbs to the tray and down again; a tenth is added for slack. Lengths are stock lengths.
 */
final class CableLengths {
    private static final int RACKS_IN_ROW = 20;

    private static final double RACK_METRES = 0.6;

    private static final double ROW_METRES = 3.0;

    private static final double UP_AND_DOWN_METRES = 4.0;

    private static final double SLACK = 1.1;

    /** A rack unit, IEC 60297: 44.45 mm. */
    private static final double UNIT_METRES = 0.04445;

    private static final int LAST_UNIT = 42;

    /** From a port to the rack's side and back. */
    private static final double SIDEWAYS_METRES = 0.8;

    private static final int[] STOCK = {1, 2, 3, 5, 7, 10, 15, 20, 25, 30, 40, 50, 70, 100, 150, 200, 300, 400, 500};

    private CableLengths() {}

    /** From a host, counted from the top of its rack, to a leaf above it. */
    static int inRack(int host) {
        return stock(SIDEWAYS_METRES + Math.min(host + 1, LAST_UNIT) * UNIT_METRES);
    }

    /** Between the leaves of a rack. */
    static int betweenLeaves() {
        return stock(SIDEWAYS_METRES);
    }

    /** From a rack to the spines. */
    static int toSpines(int rack) {
        double along = (rack % RACKS_IN_ROW + 1) * RACK_METRES;
        double across = rack / RACKS_IN_ROW * ROW_METRES;
        return stock((along + across + UP_AND_DOWN_METRES) * SLACK);
    }

    /** Between spines and super-spines: neighbouring racks at the head of the row. */
    static int betweenSpines() {
        return stock((5 * RACK_METRES + UP_AND_DOWN_METRES) * SLACK);
    }

    private static int stock(double metres) {
        for (int length : STOCK) {
            if (metres <= length) {
                return length;
            }
        }
        throw new IllegalArgumentException("no cable of " + metres + " m is sold");
    }
}
