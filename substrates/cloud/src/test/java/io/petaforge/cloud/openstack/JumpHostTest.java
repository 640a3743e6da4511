package io.petaforge.cloud.openstack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.ClusterRequest;
import io.petaforge.api.MachineRequest;
import io.petaforge.api.SshAccess;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JumpHostTest {
    private static final OpenStackSettings PLAIN = Zoo.settings();
    private static final OpenStackSettings BEHIND = Zoo.behindJumpHost(PLAIN);
    private static final ClusterRequest REQUEST = Zoo.request("pf1", 1, "zone-b", "zone-c");

    @Test
    void isOneMachineMoreInTheFirstRack() {
        assertEquals(REQUEST, JumpHost.with(REQUEST, PLAIN));
        ClusterRequest all = JumpHost.with(REQUEST, BEHIND);
        assertEquals(3, all.machines().size());
        MachineRequest jump = all.machines().get(2);
        assertEquals("jump-host", jump.id().value());
        assertEquals("zone-b", jump.rack());
        assertEquals(List.of(), jump.disks());
        assertEquals(Optional.of("small"), BEHIND.group(jump.group()).flavor());
        assertEquals(Optional.of("storage"), BEHIND.group("storage").flavor());
    }

    @Test
    void aloneHasAFloatingAddress() {
        assertTrue(BEHIND.floats("jump-host"));
        assertFalse(BEHIND.floats("storage-1"));
        assertFalse(PLAIN.floats("jump-host"));
        assertTrue(Zoo.floating(PLAIN).floats("storage-1"));
    }

    @Test
    void isTheWayOnceItRunsAndHasItsAddress() {
        Path key = Path.of("key");
        Held asked = held("jump-host");
        assertEquals(Optional.empty(), JumpHost.way(record(asked), "debian", 22, key));
        assertEquals(Optional.empty(), JumpHost.way(record(asked.active("id")), "debian", 22, key));
        assertEquals(
                Optional.of(new SshAccess.Jump("198.51.100.7", 22, "debian", key, List.of("ssh-ed25519 AAAA"))),
                JumpHost.way(record(asked.active("id").reached("198.51.100.7")), "debian", 22, key));
    }

    @Test
    void aRecordIsSettledWhenNothingCanStillComeOfARequest() {
        Held storage = held("storage-1");
        Held jump = held("jump-host").active("id");
        assertTrue(record().settled(BEHIND));
        assertFalse(record(storage).settled(PLAIN));
        assertTrue(record(storage.active("id"), jump).settled(PLAIN));
        assertFalse(record(storage.active("id"), jump).settled(BEHIND));
        assertTrue(record(storage.active("id"), jump.reached("198.51.100.7")).settled(BEHIND));
    }

    private static Held held(String machine) {
        return new Held(
                machine,
                machine.replaceAll("-[0-9]+$", ""),
                "zone-b",
                "1",
                "0a1b2c3d",
                Held.Stage.ASKED,
                "",
                "10.60.0.9",
                "",
                "ssh-ed25519 AAAA",
                List.of());
    }

    private static OpenStackRecord record(Held... machines) {
        return new OpenStackRecord(OpenStackRecord.FORMAT, "pf1", "00112233", List.of(machines), false);
    }
}
