package io.petaforge.api;

/** The capability of telling how much memory a cluster's machines take of the machine they run on. */
public interface MemoryUse {
    /**
     * What all machines of the cluster together hold now, in bytes: anonymous and shared memory, not the page cache, which
     * the kernel takes back when it needs it. 0 when it cannot be told.
     */
    long memoryInUse(String cluster);
}
