package io.petaforge.spark;

import io.petaforge.api.MachineId;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.plan.SparkPlan.WorkerPlan;
import io.petaforge.spark.SparkLayout.Mount;
import io.petaforge.step.DesiredFile;
import java.util.ArrayList;
import java.util.List;

/** The systemd units of Spark's daemons. */
final class SparkUnits {
    static final String MASTER = "petaforge-spark-master.service";
    static final String WORKER = "petaforge-spark-worker.service";
    static final String HISTORY = "petaforge-spark-history.service";
    static final String VOLUMES = "petaforge-spark-volumes.service";
    static final String DIRECTORY = "/etc/systemd/system/";

    private final ClusterPlan plan;
    private final SparkInputs inputs;

    SparkUnits(ClusterPlan plan, SparkInputs inputs) {
        this.plan = plan;
        this.inputs = inputs;
    }

    DesiredFile master() {
        return daemon(
                MASTER,
                "Spark master",
                "",
                "",
                List.of("-Xms64m", "-Xmx384m"),
                List.of(
                        "org.apache.spark.deploy.master.Master",
                        "--host",
                        plan.address(plan.spark().master()),
                        "--port",
                        Integer.toString(SparkLayout.MASTER_PORT),
                        "--webui-port",
                        Integer.toString(SparkLayout.MASTER_WEB_PORT),
                        "--properties-file",
                        SparkFiles.DAEMON_SETTINGS));
    }

    DesiredFile worker(WorkerPlan worker) {
        String master = plan.address(plan.spark().master());
        // A worker whose first attempt fails waits for 5 to 15 s before the next, also when the master's port is open
        // but
        // it is not elected yet: wait until it says that it is. After a minute the worker starts anyway and keeps
        // trying.
        String wait =
                """
                EnvironmentFile=%s
                ExecStartPre=-/usr/bin/timeout 60 /bin/bash -c 'until { exec 3<>/dev/tcp/%s/%d && { echo "GET /json/ HTTP/1.0"; echo; } >&3 && grep -q "status. : .ALIVE" <&3; } 2>/dev/null; do sleep 0.2; done'
                """
                        .formatted(SparkFiles.WORKER_ENVIRONMENT, master, SparkLayout.MASTER_WEB_PORT);
        return daemon(
                WORKER,
                "Spark worker",
                "Requires=" + VOLUMES + "\nAfter=" + VOLUMES + " " + MASTER + "\n",
                wait,
                List.of("-Xms64m", "-Xmx384m"),
                List.of(
                        "org.apache.spark.deploy.worker.Worker",
                        "--host",
                        plan.address(worker.machine()),
                        "--port",
                        Integer.toString(SparkLayout.WORKER_PORT),
                        "--webui-port",
                        Integer.toString(SparkLayout.WORKER_WEB_PORT),
                        "--cores",
                        Integer.toString(worker.cores()),
                        "--memory",
                        SparkDefaults.mebibytes(worker.memory()),
                        "--work-dir",
                        SparkLayout.WORKSPACE,
                        "--properties-file",
                        SparkFiles.DAEMON_SETTINGS,
                        SparkLayout.masterUrl(plan)));
    }

    DesiredFile history() {
        return daemon(
                HISTORY,
                "Spark history server",
                "",
                "",
                List.of("-Xms64m", "-Xmx512m"),
                List.of("org.apache.spark.deploy.history.HistoryServer", "--properties-file", SparkFiles.DEFAULTS));
    }

    /**
     * Mounts what fstab names where nothing else does: systemd passes drives in fstab over inside a container, and the
     * lab's hosts are some.
     */
    DesiredFile volumes(WorkerPlan worker) {
        List<String> lines = new ArrayList<>(List.of(
                "[Unit]",
                "Description=Volumes of the Spark worker",
                "After=local-fs.target",
                "",
                "[Service]",
                "Type=oneshot",
                "RemainAfterExit=yes"));
        for (Mount mount : SparkLayout.mounts(plan, worker)) {
            lines.add("ExecStart=/bin/sh -c 'mountpoint -q " + mount.path() + " || exec mount " + mount.path() + "'");
        }
        lines.addAll(List.of("", "[Install]", "WantedBy=multi-user.target", ""));
        return DesiredFile.plain(DIRECTORY + VOLUMES, String.join("\n", lines));
    }

    /** Whether a host runs the master, and so on, is the plan's decision; here they are in the order of starting. */
    List<DesiredFile> cluster(MachineId host) {
        List<DesiredFile> units = new ArrayList<>();
        if (plan.spark().master().equals(host)) {
            units.add(master());
        }
        for (WorkerPlan worker : plan.spark().workers()) {
            if (worker.machine().equals(host)) {
                units.add(volumes(worker));
                units.add(worker(worker));
                if (worker.spot()) {
                    units.add(SpotWatch.unit());
                }
            }
        }
        return List.copyOf(units);
    }

    static String name(DesiredFile unit) {
        return unit.path().substring(DIRECTORY.length());
    }

    private DesiredFile daemon(
            String name, String description, String relations, String more, List<String> memory, List<String> program) {
        List<String> command = new ArrayList<>(List.of("/usr/bin/java"));
        command.addAll(SparkJava.SMALL);
        command.addAll(memory);
        command.add("@" + SparkFiles.JAVA_ARGUMENTS);
        command.add("@" + SparkLayout.SECRET_ARGUMENTS);
        command.add("-cp");
        command.add(SparkLayout.CONFIG + ":" + inputs.resource().home() + "/jars/*");
        command.addAll(program);
        return DesiredFile.plain(
                DIRECTORY + name,
                """
                [Unit]
                Description=%s
                Wants=network-online.target
                After=network-online.target
                %sStartLimitIntervalSec=0

                [Service]
                User=%s
                Group=%s
                WorkingDirectory=%s
                EnvironmentFile=%s
                %sExecStart=%s
                Restart=always
                RestartSec=1
                # Java answers SIGTERM with 143.
                SuccessExitStatus=143
                LimitNOFILE=65536

                [Install]
                WantedBy=multi-user.target
                """
                        .formatted(
                                description,
                                relations,
                                SparkLayout.USER,
                                SparkLayout.USER,
                                SparkLayout.STATE,
                                SparkFiles.ENVIRONMENT,
                                more,
                                String.join(" ", command)));
    }
}
