package io.petaforge.cli;

import io.petaforge.api.MachineId;
import io.petaforge.api.PackageMirror;
import io.petaforge.api.Progress;
import io.petaforge.api.Secret;
import io.petaforge.api.SshAccess;
import io.petaforge.api.Substrate;
import io.petaforge.ceph.CephKeys;
import io.petaforge.ceph.CephPaths;
import io.petaforge.ceph.CephSteps;
import io.petaforge.ceph.ClusterCa;
import io.petaforge.custody.StateCopyStep;
import io.petaforge.custody.StateOwnerStep;
import io.petaforge.fabric.AnycastStep;
import io.petaforge.fabric.FabricSteps;
import io.petaforge.fabric.FrrStep;
import io.petaforge.fabric.HostsFileStep;
import io.petaforge.fabric.ProofStep;
import io.petaforge.lifetime.EndStep;
import io.petaforge.plan.CephPlan;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.remote.Fleet;
import io.petaforge.remote.KeptConnections;
import io.petaforge.remote.SshFleet;
import io.petaforge.remote.SshSettings;
import io.petaforge.spark.SparkInputs;
import io.petaforge.spark.SparkSteps;
import io.petaforge.state.Generation;
import io.petaforge.state.Generations;
import io.petaforge.state.Secrets;
import io.petaforge.state.StateDir;
import io.petaforge.state.StateSeal;
import io.petaforge.step.Behind;
import io.petaforge.step.Engine;
import io.petaforge.step.EngineListener;
import io.petaforge.step.EngineSettings;
import io.petaforge.step.Gate;
import io.petaforge.step.Step;
import io.petaforge.verify.Verification;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which steps make a cluster, in one explicit list, and what they are made with. */
final class Wiring {
    /** Steps whose end operators wait for. */
    static final Map<String, String> MILESTONES = Map.of(
            CephSteps.S3_PROOF, "first S3 PUT and GET",
            CephSteps.HEALTHY, "Ceph healthy, all PGs clean",
            SparkSteps.READY, "Spark ready");

    /** Random bytes of a secret that only daemons read: as many as an AES-256 key has. */
    private static final int SECRET_BYTES = 32;

    private static final String SPARK_AUTHENTICATION = "spark/authentication";

    private final PlannedCluster planned;
    private final ClusterPlan plan;
    private final StateDir state;
    private final Secrets secrets;
    private final Generations generations;
    private final Substrate substrate;
    private final Resources resources;
    private final Map<String, String> s3aSettings;
    private final Optional<Instant> end;

    private Wiring(
            PlannedCluster planned,
            StateDir state,
            Secrets secrets,
            Generations generations,
            Substrate substrate,
            Resources resources,
            Map<String, String> s3aSettings,
            Optional<Instant> end) {
        this.planned = planned;
        this.plan = planned.plan();
        this.state = state;
        this.secrets = secrets;
        this.generations = generations;
        this.substrate = substrate;
        this.resources = resources;
        this.s3aSettings = s3aSettings;
        this.end = end;
    }

    /**
     * What a planned cluster is made with: its secrets, and what is carried to it, fetched now if it is not in the cache.
     *
     * @param end when its machines switch themselves off
     * @throws io.petaforge.api.PetaforgeException when a secret of the inventory or a resource cannot be had
     */
    static Wiring of(
            PlannedCluster planned, Path stateRoot, Substrate substrate, Optional<Instant> end, Progress progress) {
        StateDir state = StateDir.of(stateRoot, planned.spec().name());
        Secrets secrets = InventorySecrets.of(planned.spec(), System.getenv(), state.secrets());
        return new Wiring(
                planned,
                state,
                secrets,
                Generations.read(state),
                substrate,
                Resources.resolve(planned.plan(), progress),
                S3aDecision.read(state),
                end);
    }

    /**
     * Makes every secret that the steps will ask for and that there is none of yet, so that it is in the state's copy, and
     * forgets those of former generations that nobody needs any more.
     */
    void makeSecrets() {
        CephSteps.makeSecrets(keys(), ca(), plan);
        sparkAuthentication();
        if (generations.unsettled().isEmpty()) {
            state.forgetSecrets(this::isObsolete);
        }
    }

    private boolean isObsolete(String secret) {
        return keys().isObsolete(secret)
                || ca().isObsolete(secret)
                || (secret.startsWith(SPARK_AUTHENTICATION) && !secret.equals(sparkName()));
    }

    private CephKeys keys() {
        // Keys that the inventory names are of no generation.
        return new CephKeys(
                secrets,
                planned.spec().ceph().s3().keys().isPresent() ? Generation.FIRST : generations.of(Generations.Group.S3),
                generations.of(Generations.Group.CEPH));
    }

    private ClusterCa ca() {
        return new ClusterCa(
                secrets,
                plan.cluster(),
                Instant.now(),
                generations.of(Generations.Group.CA),
                generations.of(Generations.Group.CERTIFICATES));
    }

    private Secret sparkAuthentication() {
        return secrets.get(sparkName(), Wiring::randomSecret);
    }

    private String sparkName() {
        return Generation.name(
                SPARK_AUTHENTICATION, generations.of(Generations.Group.SPARK).number());
    }

    /** That the gateways show the certificates and take the keys that are in force, and no others. */
    Step served() {
        return CephSteps.served(keys(), ca());
    }

    /** Everything that must be true of the cluster, in the order in which it is shown. */
    List<Step> steps() {
        CephKeys keys = keys();
        ClusterCa ca = ca();
        List<Step> steps = new ArrayList<>();
        steps.addAll(stateCopy());
        end.map(EndStep::new).ifPresent(steps::add);
        steps.addAll(FabricSteps.all());
        steps.addAll(CephSteps.of(
                keys,
                ca,
                new CephSteps.Surroundings(
                        Set.of(),
                        Set.of(ProofStep.NAME, StateCopyStep.NAME),
                        Set.of(AnycastStep.NAME),
                        this::packageMirror)));
        steps.add(new AnycastStep(
                ClusterPlan.S3_SERVICE,
                plan.ceph().s3().port(),
                CephPaths::rgwUnit,
                Set.of(CephSteps.RGW, FrrStep.NAME)));
        steps.addAll(SparkSteps.of(new SparkInputs(
                resources.spark(),
                sparkAuthentication(),
                keys.accessKey(),
                keys.secretKey(),
                ca.certificate(),
                "s3a://" + CephSteps.LOG_BUCKET + "/",
                s3aSettings,
                beforeSpark(),
                Set.of(HostsFileStep.NAME, ProofStep.NAME, StateCopyStep.NAME),
                Set.of(CephSteps.S3_PROOF))));
        // Nothing is changed for a plan that another operator has left behind; what waits for nothing else waits for
        // that.
        return steps.stream()
                .<Step>map(step -> step.after().isEmpty() && !step.name().equals(StateOwnerStep.NAME)
                        ? new Behind(step, Set.of(StateOwnerStep.NAME))
                        : step)
                .toList();
    }

    /** The steps alone that see whose cluster it is and give the hosts their copy of the state. */
    List<Step> stateCopy() {
        return Custody.steps(state, new AcceptedPlan(state).documents(planned), this::seal);
    }

    private StateSeal seal() {
        return Custody.seal(plan.cluster(), substrate.access(plan.cluster()).values())
                .orElseThrow(() -> new IllegalStateException("hosts are asked, and there is no way to them"));
    }

    /**
     * Spark is made beside Ceph, and where all hosts share one machine after Ceph's first answer: its large upload took the
     * processor from the way to S3 there, and was no sooner done.
     */
    private Set<String> beforeSpark() {
        return plan.ceph().profile() == CephPlan.Profile.LAB ? Set.of(CephSteps.S3_PROOF) : Set.of();
    }

    /** The proof of the cluster, ready to run. */
    Verification verification(Fleet fleet, Progress progress) {
        byte[] name = new byte[4];
        new SecureRandom().nextBytes(name);
        return new Verification(
                plan,
                fleet,
                resources.workload(),
                "verify-" + HexFormat.of().formatHex(name),
                progress,
                System::nanoTime);
    }

    /** An apt source line that the substrate serves, asked for only when a host needs packages. */
    private Optional<String> packageMirror() {
        return substrate.capability(PackageMirror.class).flatMap(mirror -> mirror.serveAptSource(plan.cluster()));
    }

    private static Secret randomSecret() {
        byte[] bytes = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        return new Secret(HexFormat.of().formatHex(bytes));
    }

    /** Connections to all machines, switches included. */
    static Fleet fleet(Map<MachineId, SshAccess> access, KeptConnections kept) {
        return SshFleet.of(access.values(), SshSettings.DEFAULTS, kept);
    }

    /** The same to machines that run: one that does not answer is not waited for. */
    static Fleet fleetThatIsUp(Map<MachineId, SshAccess> access) {
        return SshFleet.of(access.values(), SshSettings.DEFAULTS.withBoot(Duration.ZERO));
    }

    /** What only looks. */
    static Engine engine(Fleet fleet, EngineListener listener) {
        return engine(fleet, listener, Gate.OPEN);
    }

    static Engine engine(Fleet fleet, EngineListener listener, Gate gate) {
        return new Engine(fleet, EngineSettings.DEFAULTS, listener, gate);
    }
}
