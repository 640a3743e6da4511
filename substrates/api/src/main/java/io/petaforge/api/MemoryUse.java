package io.petaforge.api;

/** The capability of telling how much memory a cluster's machines take of the machine they run on. */
public interface MemoryUse {
    /** Peak memory of all machines of the cluster together since they were made, in bytes; 0 when it cannot be told. */
    long peakMemory(String cluster);
}
