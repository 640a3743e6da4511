package io.petaforge.network.dc;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.BitRate;

/**
 * How many of everything. Kept when racks are added, so that nothing that stands is re-cabled.
 *
 * @param leavesPerRack leaves of a rack
 * @param hostLinks links of each host to each leaf of its rack
 * @param peerLinks links between neighbouring leaves of a rack; 0 where hosts route or a rack has one leaf
 * @param spines spines of each pod; 0 for one rack without a fabric
 * @param spineLinks links of each leaf to each spine of its pod
 * @param uplinkRate rate of those
 * @param racksPerPod racks that the spines of a pod have ports for
 * @param superSpines super-spines of each plane; 0 without. Plane {@code i} joins spine {@code i} of every pod
 * @param coreLinks links of each spine to each super-spine of its plane
 * @param coreRate rate of those; the uplinks' without super-spines
 * @param mostPods pods that the super-spines have ports for; 1 without
 */
public record Shape(
        int leavesPerRack,
        int hostLinks,
        int peerLinks,
        int spines,
        int spineLinks,
        BitRate uplinkRate,
        int racksPerPod,
        int superSpines,
        int coreLinks,
        BitRate coreRate,
        int mostPods) {
    public Shape {
        requireNonNull(uplinkRate, "uplinkRate");
        requireNonNull(coreRate, "coreRate");
    }

    /** Whether there are super-spines. */
    public boolean fiveStage() {
        return superSpines > 0;
    }

    /** The same with another number of spines. */
    Shape withSpines(int others) {
        return new Shape(
                leavesPerRack,
                hostLinks,
                peerLinks,
                others,
                spineLinks,
                uplinkRate,
                racksPerPod,
                superSpines,
                coreLinks,
                coreRate,
                mostPods);
    }

    /** Uplinks of a leaf. */
    public int uplinks() {
        return spines * spineLinks;
    }

    /** Racks there are ports for. */
    public int mostRacks() {
        return spines == 0 ? 1 : racksPerPod * mostPods;
    }
}
