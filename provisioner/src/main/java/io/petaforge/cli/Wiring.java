package io.petaforge.cli;

import io.petaforge.api.MachineId;
import io.petaforge.api.Progress;
import io.petaforge.api.SshAccess;
import io.petaforge.api.Substrate;
import io.petaforge.fabric.FrrStep;
import io.petaforge.fabric.HostsFileStep;
import io.petaforge.fabric.ProofStep;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.remote.Fleet;
import io.petaforge.remote.SshFleet;
import io.petaforge.remote.SshSettings;
import io.petaforge.state.Secrets;
import io.petaforge.state.StateDir;
import io.petaforge.step.Engine;
import io.petaforge.step.EngineListener;
import io.petaforge.step.EngineSettings;
import io.petaforge.step.Step;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Which steps make a cluster, in one explicit list, and what they are made with. */
final class Wiring {
    /** Names of the secrets that an inventory may bring along. */
    static final String S3_ACCESS_KEY = "s3/access-key";

    static final String S3_SECRET_KEY = "s3/secret-key";

    /** Steps whose end operators wait for. */
    static final Map<String, String> MILESTONES = Map.of(
            "ceph/s3-proof", "first S3 PUT and GET",
            "ceph/healthy", "Ceph healthy, all PGs clean",
            "spark/ready", "Spark ready");

    private final ClusterPlan plan;
    private final Secrets secrets;
    private final Substrate substrate;
    private final Resources resources;

    private Wiring(ClusterPlan plan, Secrets secrets, Substrate substrate, Resources resources) {
        this.plan = plan;
        this.secrets = secrets;
        this.substrate = substrate;
        this.resources = resources;
    }

    /**
     * What a planned cluster is made with: its secrets, and what is carried to it, fetched now if it is not in the cache.
     *
     * @throws io.petaforge.api.PetaforgeException when a secret of the inventory or a resource cannot be had
     */
    static Wiring of(PlannedCluster planned, Path stateRoot, Substrate substrate, Progress progress) {
        Secrets own = StateDir.of(stateRoot, planned.spec().name()).secrets();
        Secrets secrets = InventorySecrets.of(planned.spec(), System.getenv(), own);
        return new Wiring(planned.plan(), secrets, substrate, Resources.resolve(planned.plan(), progress));
    }

    /** Everything that must be true of the cluster, in the order in which it is shown. */
    List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        steps.add(new FrrStep());
        steps.add(new HostsFileStep());
        steps.add(new ProofStep());
        return List.copyOf(steps);
    }

    /** Connections to all machines, switches included. */
    static Fleet fleet(Map<MachineId, SshAccess> access) {
        return SshFleet.of(access.values(), SshSettings.DEFAULTS);
    }

    static Engine engine(Fleet fleet, EngineListener listener) {
        return new Engine(fleet, EngineSettings.DEFAULTS, listener);
    }
}
