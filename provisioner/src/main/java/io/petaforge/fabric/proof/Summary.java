package io.petaforge.fabric.proof;

/**
 * What a proof covered, as counts of what is as planned out of what was planned.
 *
 * @param sessions BGP sessions, counted at each end
 * @param routes prefixes that some router must have, counted at each router and once for each table (FRR's, the kernel's)
 * @param links cables that carried full packets, asked from both ends through exactly that port
 * @param cables cables whose ends know each other
 * @param probes packets of full size from host to host, through every port of the sender
 * @param spreads routers whose flows use all equal paths
 */
public record Summary(
        Part devices, Part sessions, Part routes, Part links, Cables cables, Probes probes, Part spreads, int mtu) {
    /** So many of so many. */
    public record Part(long good, long all) {}

    /**
     * Cables.
     *
     * @param both seen from both ends
     * @param one seen from one end only, the other not having been asked
     * @param byLldp devices on which LLDP ran
     */
    public record Cables(int both, int one, int all, int byLldp) {}

    /**
     * Probes from host to host.
     *
     * @param hosts there are
     * @param pairs that were probed, of all ordered pairs
     * @param lost packets without an answer
     */
    public record Probes(int hosts, long pairs, long allPairs, long packets, long lost) {}
}
