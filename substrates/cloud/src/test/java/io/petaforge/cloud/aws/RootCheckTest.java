package io.petaforge.cloud.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.petaforge.api.MachineId;
import io.petaforge.api.Problem;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What EC2's description of a machine tells against giving it a new root volume. */
class RootCheckTest {
    private static final Instance RUNNING = new Instance(
            "i-1",
            0,
            "running",
            "",
            "m5.large",
            "z",
            "10.0.0.1",
            "198.51.100.1",
            false,
            "/dev/sda1",
            "ebs",
            Map.of("/dev/sda1", "vol-1", "/dev/sdf", "vol-2"),
            Map.of());
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private static String said(Instance instance, Optional<Instant> given, Optional<Instant> end) {
        return RootCheck.problem(new MachineId("storage-1"), instance, given, end)
                .map(Problem::render)
                .orElse("");
    }

    private static String said(String component, Object value) {
        return said(Changed.of(RUNNING, component, value), Optional.empty(), Optional.empty());
    }

    @Test
    void nothingStandsAgainstAMachineThatRunsFromAVolume() {
        assertEquals("", said(RUNNING, Optional.empty(), Optional.empty()));
    }

    @Test
    void oneThatIsOffMustBeSwitchedOn() {
        assertEquals(
                "PF-AWS-035: The machine of storage-1 (i-1) is stopped: EC2 gives new root volumes only to machines that"
                        + " run.\n    -> Switch it on with 'power on', then run the same command again.",
                said("state", "stopped"));
        assertEquals(
                "PF-AWS-035: The machine of storage-1 (i-1) is pending: EC2 gives new root volumes only to machines that"
                        + " run.\n    -> Run the same command again when it runs.",
                said("state", "pending"));
    }

    @Test
    void systemsThatLieOnNoVolumeAreNotWrittenAnew() {
        assertEquals(
                "PF-AWS-036: The machine of storage-1 (i-1) has its system on a drive of the host that it runs on, which"
                        + " EC2 does not write anew.\n    -> Rebuild its services with --service, or take the host out of"
                        + " the inventory, build, and put it back.",
                said("rootStore", "instance-store"));
        assertEquals(
                "PF-AWS-036: The machine of storage-1 (i-1) is a whole server, m5.metal: EC2 gives new root volumes to"
                        + " virtual machines only.\n    -> Rebuild its services with --service, or take the host out of the"
                        + " inventory, build, and put it back.",
                said("type", "m5.metal"));
        assertEquals(
                "PF-AWS-037: The machine of storage-1 (i-1) has no root volume: EC2 took it off, and put none in its"
                        + " place.\n    -> Take the host out of the inventory, build, and put it back.",
                said("volumes", Map.of("/dev/sdf", "vol-2")));
    }

    @Test
    void anEndThatWasPutOffWouldComeBackWithTheUserData() {
        assertEquals("", said(RUNNING, Optional.of(NOON), Optional.of(NOON)));
        assertEquals("", said(RUNNING, Optional.of(NOON), Optional.of(NOON.minusSeconds(1))), "build sets it");
        assertEquals("", said(RUNNING, Optional.empty(), Optional.of(NOON)), "build sets it");
        assertEquals(
                "PF-AWS-038: The machine of storage-1 (i-1) has an end in its user data, 2026-03-01T12:00:00Z, which its"
                        + " new system would have again; the cluster ends later now, 2026-03-01T12:00:01Z.\n    -> Rebuild"
                        + " its services with --service, or take the host out of the inventory, build, and put it back: it"
                        + " is then made with the present end.",
                said(RUNNING, Optional.of(NOON), Optional.of(NOON.plusSeconds(1))));
        assertEquals(
                "PF-AWS-038: The machine of storage-1 (i-1) has an end in its user data, 2026-03-01T12:00:00Z, which its"
                        + " new system would have again; the cluster has none now.\n    -> Rebuild its services with"
                        + " --service, or take the host out of the inventory, build, and put it back: it is then made with"
                        + " the present end.",
                said(RUNNING, Optional.of(NOON), Optional.empty()));
    }
}
