package io.petaforge.ceph;

import io.petaforge.plan.ClusterPlan;
import io.petaforge.step.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Ceph from bare hosts to a healthy cluster that serves S3.
 *
 * <pre>
 * packages - config -+- mon-first - crush -+- osd - pools -+- rgw --+- bucket - s3-proof -+- mgr ------+- weights - depart - healthy - rolling, layout
 *                    +- osd-format --------+               +- user -+                     +- mon-join -+
 * </pre>
 *
 * The order is the measured one: one monitor founds the cluster while the drives are formatted; all maps are complete
 * before the first OSD boots; what S3 does not need (managers, further monitors) starts when S3 answers. In a
 * cluster with data new OSDs then take their share, and only after that does what leaves go. While keys are rotated, {@code
 * keys} comes before {@code crush}.
 */
public final class CephSteps {
    /** Name of the step after which the gateways run. */
    public static final String RGW = "ceph/rgw";

    /** Name of the step after which S3 has answered a client and the first bucket exists. */
    public static final String S3_PROOF = "ceph/s3-proof";

    /** Name of the step after which every daemon runs and every placement group is clean. */
    public static final String HEALTHY = "ceph/healthy";

    /** The bucket for Spark's event log. */
    public static final String LOG_BUCKET = "spark-logs";

    /**
     * What surrounds Ceph.
     *
     * @param beforePackages steps after which packages may be installed
     * @param beforeConfig steps after which the hosts may be configured, beside {@code ceph/packages}
     * @param beforeProof steps that bring the service's address up, such as {@code fabric/anycast}; without any, the
     *     proof asks the first gateway at its own address
     * @param mirror apt source line of the substrate, for hosts whose packages come from there
     */
    public record Surroundings(
            Set<String> beforePackages,
            Set<String> beforeConfig,
            Set<String> beforeProof,
            Supplier<Optional<String>> mirror) {
        public Surroundings {
            beforePackages = Set.copyOf(beforePackages);
            beforeConfig = Set.copyOf(beforeConfig);
            beforeProof = Set.copyOf(beforeProof);
        }
    }

    private CephSteps() {}

    /** The steps, named {@code ceph/...}. Other services follow {@code ceph/s3-proof}, reports {@code ceph/healthy}. */
    public static List<Step> of(CephKeys keys, ClusterCa ca, Surroundings around) {
        RgwStep gateways = new RgwStep(keys, ca);
        CephPackages packages = new CephPackages(around.mirror());
        List<Step> steps = new ArrayList<>(List.of(
                new PackagesStep(packages, around.beforePackages()),
                new ConfigStep(keys, ca, with(around.beforeConfig(), "ceph/packages")),
                new MonFirstStep(keys),
                new OsdFormatStep(keys),
                new CrushStep(keys),
                new OsdStep(keys),
                new PoolsStep(),
                gateways,
                new UserStep(keys),
                new BucketStep(keys),
                new S3ProofStep(keys, !around.beforeProof().isEmpty(), with(around.beforeProof(), "ceph/bucket")),
                new MgrStep(keys, Set.of("ceph/mon-join")),
                new MonJoinStep(keys, Set.of(S3_PROOF)),
                new WeightsStep(),
                new DepartStep(with(around.beforeProof(), WeightsStep.NAME)),
                new HealthyStep(Set.of(DepartStep.NAME)),
                new RollingStep(keys, gateways, packages),
                new LayoutStep(keys)));
        if (keys.areRotated()) {
            steps.add(4, new KeysStep(keys, gateways));
        }
        return List.copyOf(steps);
    }

    /** What must be true when keys or certificates were rotated. */
    public static Step served(CephKeys keys, ClusterCa ca) {
        return new ServedStep(keys, ca);
    }

    /** Makes every secret that these steps ask for and that there is none of yet. */
    public static void makeSecrets(CephKeys keys, ClusterCa ca, ClusterPlan plan) {
        keys.fsid();
        keys.s3Keys();
        new Keyring(keys).everything(plan);
        if (keys.areRotated()) {
            Keyring.people().forEach(keys::key);
        }
        ca.makeSecrets();
        plan.ceph().rgws().forEach(host -> ConfigStep.certificate(plan, host, ca));
    }

    private static Set<String> with(Set<String> names, String name) {
        Set<String> more = new TreeSet<>(names);
        more.add(name);
        return more;
    }
}
