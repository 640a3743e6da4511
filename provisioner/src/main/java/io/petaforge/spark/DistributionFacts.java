package io.petaforge.spark;

import io.petaforge.api.MachineId;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.remote.Output;
import io.petaforge.spark.dist.SparkResource;
import io.petaforge.step.Facts;
import io.petaforge.step.Probe;
import java.util.List;

/** Who has the distribution. */
final class DistributionFacts {
    static final String SOCKET = "petaforge-spark-seed.socket";

    /**
     * One host's part.
     *
     * @param sums checksum of the unpacked list of checksums, empty when there is none
     * @param serving whether it is set up to hand the distribution out
     */
    record HostState(String sums, boolean serving) {
        static HostState parse(Output output) {
            String sums = "";
            boolean serving = false;
            for (String line : output.stdout().split("\n")) {
                if (line.startsWith("sums ")) {
                    sums = line.substring("sums ".length());
                }
                serving |= line.equals("serving");
            }
            return new HostState(sums, serving);
        }
    }

    private DistributionFacts() {}

    static Probe<HostState> probe(MachineId host, SparkResource resource) {
        return Probe.ofHost(
                host,
                "spark/distribution",
                Scripts.sh("distribution-facts.sh", List.of(resource.home(), SOCKET)),
                HostState::parse);
    }

    static List<Probe<?>> probes(ClusterPlan plan, SparkResource resource) {
        return plan.spark().hosts().stream()
                .<Probe<?>>map(host -> probe(host, resource))
                .toList();
    }

    static boolean has(Facts facts, MachineId host, SparkResource resource) {
        return facts.get(probe(host, resource)).sums().equals(resource.sumsSha256());
    }
}
