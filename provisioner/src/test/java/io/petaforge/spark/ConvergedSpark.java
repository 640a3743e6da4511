package io.petaforge.spark;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.petaforge.api.ByteSize;
import io.petaforge.api.Disk;
import io.petaforge.api.MachineId;
import io.petaforge.drive.DriveState;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.plan.SparkPlan.WorkerPlan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the programs of Spark's steps say where everything is as planned. */
public final class ConvergedSpark {
    private static final ObjectMapper JSON = new ObjectMapper().registerModule(new Jdk8Module());

    private final ClusterPlan plan;

    public ConvergedSpark(ClusterPlan plan) {
        this.plan = plan;
    }

    /** What {@code volume-facts.sh} prints on a worker. */
    public String volumes(WorkerPlan worker) {
        StringBuilder text = new StringBuilder();
        int number = 0;
        for (SparkLayout.Mount mount : SparkLayout.mounts(plan, worker)) {
            String device = device(number++);
            text.append(String.join(" ", mount.serial(), device, "xfs", mount.uuid(), device, SparkLayout.USER, "yes"))
                    .append('\n');
        }
        return text.toString();
    }

    /** What {@code drives.py} prints on a worker. */
    public String drives(WorkerPlan worker) throws IOException {
        List<DriveState> drives = new ArrayList<>();
        for (SparkLayout.Mount mount : SparkLayout.mounts(plan, worker)) {
            String device = device(drives.size());
            drives.add(new DriveState(
                    mount.path(),
                    mount.serial(),
                    List.of(device),
                    "/dev/disk/by-id/petaforge-" + mount.serial(),
                    size(worker.machine(), mount.serial()).bytes(),
                    Optional.of(false),
                    "",
                    device + " is mounted at " + mount.path(),
                    true,
                    List.of(),
                    "xfs",
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty()));
        }
        return JSON.writeValueAsString(drives);
    }

    /** What the master answers, headers included. */
    public String master() throws IOException {
        List<Map<String, Object>> workers = new ArrayList<>();
        for (WorkerPlan worker : plan.spark().workers()) {
            Map<String, Object> told = new LinkedHashMap<>();
            told.put("host", plan.address(worker.machine()));
            told.put("state", "ALIVE");
            told.put("cores", worker.cores());
            told.put("memory", worker.memory().mebibytes());
            workers.add(told);
        }
        return "HTTP/1.1 200 OK\r\nContent-Type: text/json\r\n\r\n"
                + JSON.writeValueAsString(Map.of("status", "ALIVE", "workers", workers));
    }

    private ByteSize size(MachineId machine, String serial) {
        return plan.machines().stream()
                .filter(one -> one.id().equals(machine))
                .flatMap(one -> one.disks().stream())
                .filter(disk -> disk.serial().equals(serial))
                .map(Disk::size)
                .findFirst()
                .orElseThrow();
    }

    private static String device(int number) {
        return "/dev/sd" + (char) ('a' + number);
    }
}
