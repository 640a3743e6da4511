package io.petaforge.network.capacity;

/**
 * What a failure leaves.
 *
 * @param hostsCutOff hosts that no longer reach the largest part of the network
 * @param bisectionLeft share of the bisection bandwidth, from 0 to 1
 * @param worstRackLeft share of its bandwidth to other racks that the rack hit hardest has left (to its own hosts, where it
 *     is the only rack)
 */
public record Outcome(int hostsCutOff, double bisectionLeft, double worstRackLeft) {
    /** The worse of both in every respect. */
    Outcome worse(Outcome other) {
        return new Outcome(
                Math.max(hostsCutOff, other.hostsCutOff),
                Math.min(bisectionLeft, other.bisectionLeft),
                Math.min(worstRackLeft, other.worstRackLeft));
    }
}
