package io.petaforge.ceph;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.petaforge.api.ExitCode;
import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.remote.Output;
import io.petaforge.step.Probe;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What was found on a drive that the plan gives to an OSD, and what its host knows of that OSD.
 *
 * @param id number of the OSD
 * @param serial the drive's identity in the plan
 * @param devices kernel devices of that identity: exactly one, or something is wrong
 * @param link the stable name under {@code /dev/disk/by-id}
 * @param size bytes
 * @param used why the kernel says it is in use; empty when it is not
 * @param signature partition table, filesystem, LVM or RAID on it; empty when none
 * @param label its BlueStore label, if it has one
 * @param directory the OSD's directory, if there is one
 */
record DriveState(
        int id,
        String serial,
        List<String> devices,
        String link,
        long size,
        String used,
        String signature,
        Optional<Label> label,
        Optional<Directory> directory) {
    /** A BlueStore label: whoami and cephFsid are written last but for ready, which says that formatting was completed. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Label(String osdUuid, String cephFsid, String whoami, String ready) {
        boolean complete() {
            return ready.equals("ready");
        }
    }

    /** An OSD's directory; {@code block} is where its link points. */
    record Directory(String fsid, String whoami, String ready, String block) {}

    private static final ObjectMapper JSON = new ObjectMapper()
            .registerModule(new com.fasterxml.jackson.datatype.jdk8.Jdk8Module())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    DriveState {
        devices = List.copyOf(devices);
    }

    /** The drives of all OSDs of one host. */
    static Probe<List<DriveState>> probe(ClusterPlan plan, MachineId host) {
        List<String> parameters = new ArrayList<>();
        plan.storage()
                .osdsOf(host)
                .forEach(osd -> parameters.addAll(List.of(Integer.toString(osd.id()), osd.serial())));
        return Probe.ofHost(host, "ceph/drives", Scripts.DRIVES.with(parameters), output -> parse(host, output));
    }

    static List<DriveState> parse(MachineId host, Output output) {
        if (!output.ok()) {
            throw new PetaforgeException(
                    ExitCode.STEP_FAILED,
                    Problem.of(
                            "PF-CEPH-011",
                            host + ": the drives could not be examined: "
                                    + output.stderr().strip(),
                            "install python3 and util-linux on it, or list the host as one whose packages petaforge installs"));
        }
        try {
            return JSON.readValue(output.stdout(), new TypeReference<List<DriveState>>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("drives.py printed something else: " + output.stdout(), e);
        }
    }
}
