package io.petaforge.spec;

import io.petaforge.api.Cidr;

/** Whether what is said of Amazon EC2 goes with the rest of the file. Silent about what could not be read. */
final class AwsChecks {
    /** The group of the machine that leads to the others; the driver's own. */
    private static final String JUMP_HOST = "jump-host";

    private final ClusterSpec spec;
    private final Problems problems;

    AwsChecks(ClusterSpec spec, Problems problems) {
        this.spec = spec;
        this.problems = problems;
    }

    void run() {
        if (!(spec.substrate() instanceof AwsSpec aws)) {
            return;
        }
        if (aws.jump().isPresent() && aws.groups().containsKey(JUMP_HOST)) {
            problems.conflict(
                    InventoryCode.NAME,
                    Places.child("substrate.aws.groups", JUMP_HOST),
                    "with 'access: jump' the name '" + JUMP_HOST + "' is that of the host that is made for it",
                    "Name the group otherwise.");
        }
        if (spec.network().hardware().isPresent()) {
            problems.conflict(
                    InventoryCode.NETWORK,
                    "network.hardware",
                    "EC2's network has no switches of yours, and no place for their ranges",
                    "Remove it: hosts use EC2's network as it is.");
        }
        if (problems.certain("network", "substrate.aws.network")) {
            spec.network().addresses().ifPresent(wanted -> addresses(wanted, aws.network()));
        }
    }

    private void addresses(Cidr wanted, Cidr network) {
        if (!wanted.overlaps(network)) {
            problems.conflict(
                    InventoryCode.NETWORK,
                    "network.addresses",
                    wanted + " has no address of substrate.aws.network, which is " + network
                            + ", and no host has another",
                    "Remove it, or write a part of " + network + ".");
        }
    }
}
