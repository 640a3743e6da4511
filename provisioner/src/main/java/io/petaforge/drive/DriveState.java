package io.petaforge.drive;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.petaforge.api.ExitCode;
import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.remote.Command;
import io.petaforge.remote.Output;
import io.petaforge.step.Probe;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What was found on a drive that the plan uses.
 *
 * @param key of the {@link DriveOrder}
 * @param serial the drive's identity in the plan
 * @param devices kernel devices of that identity: exactly one, or something is wrong
 * @param link the stable name under {@code /dev/disk/by-id}; for a part the path of its logical volume
 * @param size of the whole drive, in bytes
 * @param rotational whether the kernel says that it rotates; empty where it cannot know
 * @param boot which part of the operating system is on it; empty when none
 * @param used why the kernel says it is in use; empty when it is not
 * @param held whether something opened it for itself alone
 * @param openIn processes that have it open
 * @param signature partition table, filesystem, LVM or RAID on it; empty when none
 * @param label its BlueStore label, if it has one
 * @param directory the OSD's directory, where the order is an OSD's data
 * @param lvm what there is of logical volumes, where the order is a part
 */
public record DriveState(
        String key,
        String serial,
        List<String> devices,
        String link,
        long size,
        Optional<Boolean> rotational,
        String boot,
        String used,
        boolean held,
        List<String> openIn,
        String signature,
        Optional<Label> label,
        Optional<Directory> directory,
        Optional<Lvm> lvm) {
    /**
     * A BlueStore label. whoami and cephFsid are written last but for ready, which says that formatting was completed; the
     * label of a DB has none of the three.
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Label(String osdUuid, String cephFsid, String whoami, String ready) {
        /** Whether formatting was completed. */
        public boolean complete() {
            return ready.equals("ready");
        }
    }

    /** An OSD's directory; {@code block} and {@code db} are where its links point. */
    public record Directory(String fsid, String whoami, String ready, String block, String db) {}

    /**
     * Logical volumes.
     *
     * @param usable whether the kernel and the tools can make them; otherwise {@code why} not
     * @param group the volume group that the drive belongs to; empty when to none
     * @param exists whether the order's volume is there
     */
    public record Lvm(boolean usable, String why, String group, boolean exists) {}

    private static final ObjectMapper JSON = new ObjectMapper()
            .registerModule(new Jdk8Module())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private static final String PROGRAM = read("drives.py");

    public DriveState {
        devices = List.copyOf(devices);
        openIn = List.copyOf(openIn);
    }

    /** Examines the drives of orders that are all of one host. */
    public static Probe<List<DriveState>> probe(MachineId host, String key, List<DriveOrder> orders) {
        List<String> argv = new ArrayList<>(List.of("python3", "-c", PROGRAM));
        orders.forEach(order -> argv.addAll(List.of(
                order.key(),
                order.serial(),
                order.volume().group(),
                order.volume().name())));
        return Probe.ofHost(host, key, Command.of(argv), output -> parse(host, output))
                .blankAs(empty(orders));
    }

    /** What the program prints where every drive is as it was delivered. */
    private static Output empty(List<DriveOrder> orders) {
        List<DriveState> drives = new ArrayList<>();
        for (DriveOrder order : orders) {
            drives.add(new DriveState(
                    order.key(),
                    order.serial(),
                    List.of("drive " + order.serial()),
                    order.isPart() ? order.volume().path() : "/dev/disk/by-id/" + order.serial(),
                    order.size().bytes(),
                    Optional.empty(),
                    "",
                    "",
                    false,
                    List.of(),
                    "",
                    Optional.empty(),
                    Optional.empty(),
                    order.isPart() ? Optional.of(new Lvm(true, "", "", false)) : Optional.empty()));
        }
        try {
            return new Output(0, JSON.writeValueAsString(drives), "");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("drives cannot be written as JSON", e);
        }
    }

    /** The program that {@link #probe} runs. */
    public static String program() {
        return PROGRAM;
    }

    /** Reads what the program printed. */
    public static List<DriveState> parse(MachineId host, Output output) {
        if (!output.ok()) {
            throw new PetaforgeException(
                    ExitCode.STEP_FAILED,
                    Problem.of(
                            "PF-DRV-010",
                            host + ": the drives could not be examined: "
                                    + output.stderr().strip(),
                            "install python3 and util-linux on it, or list the host as one whose packages petaforge"
                                    + " installs"));
        }
        try {
            return JSON.readValue(output.stdout(), new TypeReference<List<DriveState>>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("drives.py printed something else: " + output.stdout(), e);
        }
    }

    private static String read(String resource) {
        try (InputStream in = DriveState.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the program " + resource + " is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
