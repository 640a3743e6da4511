package io.petaforge.spark;

import io.petaforge.api.MachineId;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.remote.Operation;
import io.petaforge.spark.dist.SparkResource;
import io.petaforge.step.Action;
import io.petaforge.step.Effect;
import io.petaforge.step.Facts;
import io.petaforge.step.Probe;
import io.petaforge.step.Step;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * The one upload: the distribution is on at least one host. It goes over the out-of-band network and so needs no fabric:
 * this runs while the fabric comes up.
 */
final class SeedStep implements Step {
    static final String NAME = "spark/seed";

    private final SparkResource resource;
    private final Set<String> after;

    SeedStep(SparkInputs inputs) {
        this.resource = inputs.resource();
        this.after = inputs.afterPackages();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<String> after() {
        return after;
    }

    @Override
    public List<Probe<?>> probes(ClusterPlan plan) {
        return DistributionFacts.probes(plan, resource);
    }

    @Override
    public List<Action> actions(ClusterPlan plan, Facts facts) {
        if (plan.spark().hosts().stream().anyMatch(host -> DistributionFacts.has(facts, host, resource))) {
            return List.of();
        }
        MachineId seed = plan.spark().hosts().get(0);
        String archive = "/var/lib/petaforge/spark-" + resource.id() + ".tar";
        return List.of(
                new Action(
                        seed,
                        "upload " + resource.archive().getFileName() + ", " + (resource.size() >> 20) + " MiB",
                        new Operation.Upload(
                                resource.archive(), resource.archiveSha256(), archive, "0644", "root:root"),
                        Effect.CREATE),
                new Action(
                        seed,
                        "unpack it to " + resource.home(),
                        new Operation.Exec(
                                Scripts.sh("unpack.sh", List.of(archive, resource.home())), Duration.ofMinutes(5)),
                        Effect.CREATE));
    }
}
