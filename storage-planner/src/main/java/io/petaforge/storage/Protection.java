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
    }

    /** Usable bytes for each raw byte. */
    double efficiency();

    /** How many failure domains one object occupies. */
    int width();
}
