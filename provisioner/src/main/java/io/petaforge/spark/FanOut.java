package io.petaforge.spark;

import io.petaforge.api.MachineId;
import java.util.ArrayList;
import java.util.List;

/**
 * Who sends the distribution to whom in one round. Every host that has it serves some that have not, so the number of
 * hosts that have it grows by a factor each round, and no host, least of all the operator's machine, sends it often.
 */
final class FanOut {
    /**
     * Hosts that one host serves in a round. Two instead of one: a round also costs unpacking, verifying and a round
     * trip, and a host's link is shared by only two.
     */
    static final int PER_HOST = 2;

    /** One copy. */
    record Transfer(MachineId from, MachineId to) {}

    private FanOut() {}

    /** The copies of the next round, in the order of the hosts; empty when nobody lacks it or nobody has it. */
    static List<Transfer> round(List<MachineId> have, List<MachineId> lack) {
        List<Transfer> transfers = new ArrayList<>();
        int receivers = Math.min(lack.size(), have.size() * PER_HOST);
        for (int i = 0; i < receivers; i++) {
            transfers.add(new Transfer(have.get(i % have.size()), lack.get(i)));
        }
        return List.copyOf(transfers);
    }
}
