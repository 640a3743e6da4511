package io.petaforge.spark;

import io.petaforge.plan.ClusterPlan;
import io.petaforge.plan.SparkPlan.WorkerPlan;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Where everything of Spark is on a host: the same paths and ports everywhere. */
public final class SparkLayout {
    /** User and group of every daemon and executor. */
    public static final String USER = "spark";

    /** Spark's and Hadoop's configuration directory. */
    public static final String CONFIG = "/etc/petaforge/spark";

    /** Options for {@code java @file} that nobody but the user spark may read. */
    public static final String SECRET_ARGUMENTS = CONFIG + "/secret.args";

    /** The cluster CA in Java's own format. */
    public static final String TRUST_STORE = CONFIG + "/truststore.jks";

    /** Runs a class with the cluster's configuration, for operators and for the verification. */
    public static final String LAUNCHER = "/usr/local/bin/petaforge-spark";

    /** Home of the user, and what the master recovers from. */
    public static final String STATE = "/var/lib/petaforge/spark";

    /** Spark's own well-known ports, and one for the sending of distributions. */
    public static final int MASTER_PORT = 7077;

    public static final int MASTER_WEB_PORT = 8080;
    public static final int WORKER_PORT = 7078;
    public static final int WORKER_WEB_PORT = 8081;
    public static final int HISTORY_PORT = 18080;
    static final int SEED_PORT = 7079;

    static final String DISTRIBUTIONS = "/opt/petaforge/spark";
    static final String WORKSPACE = "/srv/petaforge/spark/workspace";
    private static final String CACHE = "/srv/petaforge/spark/cache-";

    /**
     * One volume of a worker.
     *
     * @param serial the drive
     * @param path where it is mounted
     * @param uuid of its filesystem: derived from cluster, host, drive and path, so that it is known before the
     *     filesystem exists, and a filesystem with it is known to be ours
     * @param label at most 12 characters (XFS)
     */
    record Mount(String serial, String path, String uuid, String label) {}

    private SparkLayout() {}

    /** {@code spark://address:port} of the master. */
    public static String masterUrl(ClusterPlan plan) {
        return "spark://" + plan.address(plan.spark().master()) + ":" + MASTER_PORT;
    }

    static List<Mount> mounts(ClusterPlan plan, WorkerPlan worker) {
        List<Mount> mounts = new ArrayList<>();
        mounts.add(mount(plan, worker, worker.workspaceSerial(), WORKSPACE, "pf-workspace"));
        int number = 0;
        for (String serial : worker.cacheSerials()) {
            mounts.add(mount(plan, worker, serial, CACHE + number, "pf-cache-" + number));
            number++;
        }
        return List.copyOf(mounts);
    }

    static List<String> cachePaths(WorkerPlan worker) {
        List<String> paths = new ArrayList<>();
        for (int i = 0; i < worker.cacheSerials().size(); i++) {
            paths.add(CACHE + i);
        }
        return paths;
    }

    private static Mount mount(ClusterPlan plan, WorkerPlan worker, String serial, String path, String label) {
        String name =
                String.join("/", "petaforge", plan.cluster(), worker.machine().value(), serial, path);
        String uuid =
                UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
        return new Mount(serial, path, uuid, label);
    }
}
