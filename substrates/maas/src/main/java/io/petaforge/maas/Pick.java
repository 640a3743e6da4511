package io.petaforge.maas;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.MachineRequest;

/** A machine of MAAS chosen for a machine of the cluster. */
record Pick(MachineRequest request, Node node, DriveChoice drives) {
    Pick {
        requireNonNull(request, "request");
        requireNonNull(node, "node");
        requireNonNull(drives, "drives");
    }
}
