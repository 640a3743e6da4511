package io.petaforge.spark;

import io.petaforge.api.MachineId;
import io.petaforge.api.Secret;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.plan.SparkPlan.WorkerPlan;
import io.petaforge.step.DesiredFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Every file of Spark's configuration on a host. */
final class SparkFiles {
    private static final String PRIVATE = "0600";
    private static final String OWNER = SparkLayout.USER + ":" + SparkLayout.USER;
    static final String DAEMON_SETTINGS = SparkLayout.CONFIG + "/daemon.conf";
    static final String DEFAULTS = SparkLayout.CONFIG + "/spark-defaults.conf";
    static final String ENVIRONMENT = SparkLayout.CONFIG + "/spark.env";
    static final String WORKER_ENVIRONMENT = SparkLayout.CONFIG + "/worker.env";
    static final String JAVA_ARGUMENTS = SparkLayout.CONFIG + "/java.args";
    static final String CORE_SITE = SparkLayout.CONFIG + "/core-site.xml";
    private static final String LOGGING = SparkLayout.CONFIG + "/log4j2.properties";

    private final ClusterPlan plan;
    private final SparkInputs inputs;

    SparkFiles(ClusterPlan plan, SparkInputs inputs) {
        this.plan = plan;
        this.inputs = inputs;
    }

    /** All files of a host, those that hold secrets last. */
    List<DesiredFile> of(MachineId host) {
        List<DesiredFile> files = new ArrayList<>(daemon(host));
        files.add(DesiredFile.plain(
                DEFAULTS, SparkDefaults.render(SparkDefaults.of(plan, inputs.eventLog(), inputs.s3a()))));
        files.add(new DesiredFile(
                SparkLayout.LAUNCHER, new Secret(Scripts.text("petaforge-spark.sh")), "0755", "root:root"));
        worker(host).filter(WorkerPlan::spot).ifPresent(worker -> files.add(SpotWatch.program()));
        files.add(new DesiredFile(CORE_SITE, new Secret(coreSite()), PRIVATE, OWNER));
        return List.copyOf(files);
    }

    /** What master and worker depend on: a change of the others does not restart them. */
    List<DesiredFile> daemon(MachineId host) {
        List<DesiredFile> files = new ArrayList<>();
        files.add(DesiredFile.plain(ENVIRONMENT, environment(host)));
        worker(host).ifPresent(worker -> files.add(DesiredFile.plain(WORKER_ENVIRONMENT, workerEnvironment(worker))));
        files.add(DesiredFile.plain(DAEMON_SETTINGS, SparkDefaults.render(daemonSettings())));
        files.add(DesiredFile.plain(JAVA_ARGUMENTS, javaArguments()));
        files.add(DesiredFile.plain(LOGGING, Scripts.text("log4j2.properties")));
        files.add(new DesiredFile(
                SparkLayout.SECRET_ARGUMENTS,
                new Secret(
                        "-Dspark.authenticate.secret=" + inputs.authentication().reveal() + "\n"),
                PRIVATE,
                OWNER));
        return List.copyOf(files);
    }

    private Optional<WorkerPlan> worker(MachineId host) {
        return plan.spark().workers().stream()
                .filter(worker -> worker.machine().equals(host))
                .findFirst();
    }

    private String environment(MachineId host) {
        Map<String, String> variables = new TreeMap<>();
        variables.put("SPARK_HOME", inputs.resource().home());
        variables.put("SPARK_CONF_DIR", SparkLayout.CONFIG);
        variables.put("SPARK_SCALA_VERSION", inputs.resource().lock().versions().scala());
        // Everything listens on the fabric address and nowhere else.
        variables.put("SPARK_LOCAL_IP", plan.address(host));
        variables.put("SPARK_PUBLIC_DNS", plan.address(host));
        // S3A keeps the parts of an upload there until they are sent; /tmp may be memory.
        variables.put("LOCAL_DIRS", SparkLayout.STATE + "/tmp");
        return lines(variables);
    }

    private static String workerEnvironment(WorkerPlan worker) {
        String caches = String.join(",", SparkLayout.cachePaths(worker));
        Map<String, String> variables = new TreeMap<>();
        variables.put("SPARK_WORKER_DIR", SparkLayout.WORKSPACE);
        variables.put("SPARK_LOCAL_DIRS", caches);
        variables.put("LOCAL_DIRS", caches);
        return lines(variables);
    }

    private static String lines(Map<String, String> variables) {
        StringBuilder text = new StringBuilder("# Written by petaforge; change the inventory instead.\n");
        variables.forEach(
                (name, value) -> text.append(name).append('=').append(value).append('\n'));
        return text.toString();
    }

    private Map<String, String> daemonSettings() {
        Map<String, String> settings = new TreeMap<>();
        settings.put("spark.authenticate", "true");
        settings.put(SpotWatch.ENABLED, "true");
        // The REST server of the master knows no authentication.
        settings.put("spark.master.rest.enabled", "false");
        settings.put("spark.deploy.recoveryMode", "FILESYSTEM");
        // A master of another line of releases does not come up over what it cannot read.
        settings.put(
                "spark.deploy.recoveryDirectory",
                HostStep.RECOVERY + "/" + inputs.resource().lock().versions().line());
        // Working directories of applications that ended a day ago.
        settings.put("spark.worker.cleanup.enabled", "true");
        settings.put("spark.worker.cleanup.appDataTtl", "86400");
        return settings;
    }

    private static String javaArguments() {
        List<String> options = new ArrayList<>(SparkJava.OPENS);
        options.addAll(SparkJava.TRUST);
        return SparkJava.argumentFile(options);
    }

    private String coreSite() {
        return """
                <?xml version="1.0"?>
                <configuration>
                  <property><name>fs.s3a.access.key</name><value>%s</value></property>
                  <property><name>fs.s3a.secret.key</name><value>%s</value></property>
                </configuration>
                """
                .formatted(
                        escaped(inputs.accessKey().reveal()),
                        escaped(inputs.secretKey().reveal()));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
