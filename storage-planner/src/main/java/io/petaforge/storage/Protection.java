package io.petaforge.storage;

/** How many copies or chunks of an object are kept, and how many may be lost. */
public sealed interface Protection {
    /** {@code size} whole copies; writes stop below {@code minSize}. */
    record Replicated(int size, int minSize) implements Protection {
        @Override
        public double efficiency() {
            return 1.0 / size;
        }

        @Override
        public int width() {
            return size;
        }

        @Override
        public int mostLost() {
            return size - 1;
        }
    }

    /** {@code k} data and {@code m} coding chunks. */
    record Erasure(int k, int m) implements Protection {
        @Override
        public double efficiency() {
            return (double) k / (k + m);
        }

        @Override
        public int width() {
            return k + m;
        }

        /**
         * As Ceph's own default (OSDMonitor since Octopus: k + min(1, m - 1)): with one chunk more than the data needs no
         * write is lost to the next failure. Where m is 1 that would stop all writes at the first failure, so k has to do.
         */
        @Override
        public int minSize() {
            return k + Math.min(1, m - 1);
        }

        @Override
        public int mostLost() {
            return m;
        }
    }

    /** Usable bytes for each raw byte. */
    double efficiency();

    /** How many copies or chunks one object has. */
    int width();

    /** Copies or chunks that must be there for an object to be read and written: Ceph's min_size. */
    int minSize();

    /** Copies or chunks that can be lost before data is. */
    int mostLost();
}
