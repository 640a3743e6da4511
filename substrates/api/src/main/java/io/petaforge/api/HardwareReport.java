package io.petaforge.api;

import java.util.List;

/** The capability of describing machines beyond what planning needs. */
public interface HardwareReport {
    /**
     * The machines that the cluster holds, by name; empty when it holds none.
     *
     * @throws PetaforgeException when the substrate does not answer
     */
    List<Hardware> hardware(String cluster);
}
