package io.petaforge.spec;

/** How object data survives the loss of drives. */
public sealed interface Protection {
    /** How many failure domains a placement group needs: one for each copy or chunk. */
    int width();

    /** Whole copies, written {@code replica 3}. */
    record Replica(int copies) implements Protection {
        public Replica {
            if (copies < 1) {
                throw new IllegalArgumentException("without a copy nothing is stored: " + copies);
            }
        }

        @Override
        public int width() {
            return copies;
        }

        @Override
        public String toString() {
            return "replica " + copies;
        }
    }

    /**
     * Erasure coding, written {@code ec 4+2}.
     *
     * @param data data chunks (k)
     * @param parity coding chunks (m): how many may be lost
     */
    record ErasureCode(int data, int parity) implements Protection {
        public ErasureCode {
            if (data < 2 || parity < 1) {
                throw new IllegalArgumentException("erasure coding needs k >= 2 and m >= 1: " + data + "+" + parity);
            }
        }

        @Override
        public int width() {
            return data + parity;
        }

        @Override
        public String toString() {
            return "ec " + data + "+" + parity;
        }
    }
}
