package io.petaforge.fabric.proof;

import io.petaforge.network.dc.DataCenterPlan;
import io.petaforge.network.dc.Design;
import java.util.Locale;

/**
 * Times the pure part of the fabric's proof on a simulated fabric. Arguments: racks, hosts in each. Prints one line: hosts,
 * devices, seconds to derive what every device must see, seconds to compare what all saw, packets that one proof sends, the
 * most of one host, bytes of the longest question, and the most heap in MiB.
 */
public final class ProofBench {
    private ProofBench() {}

    public static void main(String[] args) {
        int racks = Integer.parseInt(args[0]);
        int hosts = Integer.parseInt(args[1]);
        DataCenterPlan plan = Plans.of(Design.L3_HOST, racks, hosts, 2, false, false);
        long begin = System.nanoTime();
        FabricProof proof = FabricProof.of(plan);
        long derived = System.nanoTime();
        long packets = 0;
        int most = 0;
        int longest = 0;
        for (Expectation expectation : proof.expected()) {
            packets += expectation.questions().probes();
            most = Math.max(most, expectation.questions().probes());
            longest = Math.max(
                    longest,
                    FabricProof.command(expectation.questions()).argv().get(4).length());
        }
        Simulated fabric = Simulated.unlisted(plan, proof);
        long seen = System.nanoTime();
        Verdict verdict = fabric.verdict();
        long compared = System.nanoTime();
        if (!verdict.findings().isEmpty()) {
            throw new IllegalStateException(verdict.findings().get(0).what());
        }
        Runtime runtime = Runtime.getRuntime();
        System.out.printf(
                Locale.ROOT,
                "%d %d %.2f %.2f %d %d %d %d%n",
                racks * hosts,
                plan.devices().size(),
                (derived - begin) / 1e9,
                (compared - seen) / 1e9,
                packets,
                most,
                longest,
                (runtime.totalMemory() - runtime.freeMemory()) >> 20);
    }
}
