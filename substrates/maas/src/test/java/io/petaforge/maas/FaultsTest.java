package io.petaforge.maas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.ClusterRequest;
import io.petaforge.api.Erase;
import io.petaforge.api.Machine;
import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.PowerState;
import io.petaforge.maas.fake.FakeMachine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What MAAS and others do while the driver works. */
class FaultsTest {
    private static final ClusterRequest ONE = Site.storage("rack-a");

    @TempDir
    Path directory;

    @Test
    void busyIsWaitedOutAndEachAttemptHasItsOwnNonce() {
        try (Site site = new Site(directory)) {
            site.maas.busy(line -> true, 7, 2);
            site.maas.busy(line -> line.contains("op=deploy"), 10, 3);
            // The fake refuses a nonce that it has seen.
            assertEquals(1, site.substrate().acquire(ONE, site::say).size());
            assertEquals(4, count(site, "op=deploy"));
        }
    }

    @Test
    void aLostAnswerToDeployIsLookedAfterNotRepeated() {
        try (Site site = new Site(directory)) {
            site.maas.lostAnswer(line -> line.contains("op=deploy"), 1);
            assertEquals(1, site.substrate().acquire(ONE, site::say).size());
            assertEquals(1, count(site, "op=deploy"));
        }
    }

    @Test
    void readingIsRepeatedThroughAGatewayThatGivesUp() {
        try (Site site = new Site(directory)) {
            site.maas.lostAnswer(line -> line.startsWith("GET machines/"), 3);
            assertEquals(1, site.substrate().acquire(ONE, site::say).size());
        }
    }

    @Test
    void aStuckDeploymentIsAbortedQuarantinedAndReplaced() {
        try (Site site = new Site(directory)) {
            site.with(10, Duration.ofMinutes(30), 1, false);
            site.region().machine("eqr3bm").fate(FakeMachine.Fate.STUCK);
            site.substrate().acquire(ONE, site::say);
            assertEquals(8, site.region().machine("eqr3bm").status());
            assertEquals(6, site.region().machine("mph6mh").status());
            assertTrue(
                    site.said.stream()
                            .anyMatch(line ->
                                    line.contains("not deployed after 30 min: Performing PXE boot; quarantined")),
                    site.said.toString());
            assertTrue(site.substrate().release("pb1", site::say).checked().stream()
                    .anyMatch(line -> line.startsWith("left in quarantine: node4 (eqr3bm)")));
        }
    }

    @Test
    void somebodyWhoIsQuickerToTakeAMachineIsNoFailure() {
        try (Site site = new Site(directory)) {
            site.maas.before(line -> line.contains("system_id=eqr3bm"), () -> site.region()
                    .set("eqr3bm", 10, "operator"));
            site.substrate().acquire(ONE, site::say);
            assertEquals(6, site.region().machine("mph6mh").status());
        }
    }

    @Test
    void whereNotAllCanBeHadNoneIsKept() {
        try (Site site = new Site(directory)) {
            // The last of its rack is taken under our hands.
            site.maas.before(line -> line.contains("system_id=apqayp"), () -> {
                site.region().set("apqayp", 10, "operator");
                site.region().set("68bdtm", 10, "operator");
            });
            PetaforgeException refused = assertThrows(PetaforgeException.class, () -> site.substrate()
                    .acquire(Site.storage("rack-a", "rack-b", "rack-c"), site::say));
            assertTrue(refused.getMessage().contains("1 not Ready but Allocated"), refused.getMessage());
            assertTrue(site.region().machines().stream()
                    .noneMatch(machine -> !site.region().agentOf(machine.id()).isEmpty()));
            assertEquals(0, count(site, "op=deploy"));
        }
    }

    @Test
    void failedTestsAreRefusedUnlessAccepted() {
        try (Site site = new Site(directory)) {
            site.region().set("eqr3bm", 22, "admin");
            site.region().set("mph6mh", 22, "admin");
            PetaforgeException refused = assertThrows(
                    PetaforgeException.class, () -> site.substrate().acquire(ONE, site::say));
            assertTrue(refused.getMessage().contains("2 with failed hardware tests"), refused.getMessage());
            site.with(10, Duration.ofMinutes(45), 2, true);
            site.substrate().acquire(ONE, site::say);
            assertEquals(1, count(site, "op=override_failed_testing"));
            assertEquals(6, site.region().machine("eqr3bm").status());
        }
    }

    @Test
    void degradedAndUnfinishedTestsAreRefusedUnlessAccepted() {
        try (Site site = new Site(directory)) {
            site.region().machine("eqr3bm").body().put("testing_status", 6);
            site.region().machine("mph6mh").body().put("testing_status", 1);
            PetaforgeException refused = assertThrows(
                    PetaforgeException.class, () -> site.substrate().acquire(ONE, site::say));
            assertTrue(refused.getMessage().contains("1 with degraded hardware tests"), refused.getMessage());
            assertTrue(refused.getMessage().contains("1 with running hardware tests"), refused.getMessage());
            site.with(10, Duration.ofMinutes(45), 2, true);
            site.substrate().acquire(ONE, site::say);
            assertEquals(0, count(site, "op=override_failed_testing"));
        }
    }

    @Test
    void whoHasJustPassedThePreflightIsNotAskedAgain() {
        try (Site site = new Site(directory)) {
            MaasSubstrate substrate = site.substrate();
            assertEquals(List.of(), substrate.preflight(ONE));
            substrate.acquire(ONE, site::say);
            assertEquals(1, count(site, "GET version/"));
            substrate.acquire(ONE, site::say);
            assertEquals(2, count(site, "GET version/"));
        }
    }

    @Test
    void theLayoutIsSetOnTheSmallDriveBeforeTheMachineIsTaken() {
        try (Site site = new Site(directory)) {
            site.region().boot("eqr3bm", 16);
            site.region().partition("eqr3bm", 16);
            site.region().boot("mph6mh", 1);
            site.substrate().acquire(ONE, site::say);
            List<String> lines = site.maas.lines();
            int boot = indexOf(lines, "POST nodes/eqr3bm/blockdevices/18/ op=set_boot_disk -> 200");
            int layout = indexOf(
                    lines, "POST machines/eqr3bm/ op=set_storage_layout storage_layout=flat root_device=18 -> 200");
            int taken = indexOf(lines, "POST machines/ op=allocate agent_name comment system_id=eqr3bm");
            assertTrue(boot >= 0 && boot < layout && layout < taken, boot + " " + layout + " " + taken);
        }
    }

    @Test
    void eraseIsNotLostOnAMachineThatIsStillDeploying() {
        try (Site site = new Site(directory)) {
            site.erase(Erase.FULL);
            site.region().machine("eqr3bm").fate(FakeMachine.Fate.STUCK);
            MaasSubstrate substrate = new MaasSubstrate(
                    site.settings,
                    MaasKey.parse(new io.petaforge.api.Secret(io.petaforge.maas.fake.FakeAuth.KEY)),
                    directory,
                    site.maas.time(),
                    request -> {
                        if (request.toString().startsWith("GET events/")
                                && site.region().machine("eqr3bm").status() == 9) {
                            throw new IllegalStateException("killed");
                        }
                    });
            assertThrows(IllegalStateException.class, () -> substrate.acquire(ONE, site::say));
            assertEquals(
                    List.of("node4 (eqr3bm), erased (full)"),
                    site.substrate().release("pb1", site::say).removed());
            assertEquals(1, count(site, "op=abort"));
            assertEquals(1, count(site, "op=release erase=true comment"));
        }
    }

    @Test
    void afterAReplacementTheOfferIsTheRealHardwareOfWhatIsHeld() {
        try (Site site = new Site(directory)) {
            MaasSubstrate substrate = site.substrate();
            String before = serials(substrate.offer(ONE));
            site.region().machine("eqr3bm").fate(FakeMachine.Fate.FAILS);
            substrate.acquire(ONE, site::say);
            assertEquals(6, site.region().machine("mph6mh").status());
            String after = serials(substrate.offer(ONE));
            assertFalse(after.equals(before));
            assertTrue(after.contains("S64HNE0T010071"), after);
            assertEquals(
                    List.of("10.20.0.21", "10.10.0.21"),
                    substrate.addresses(ONE).get(new MachineId("storage-1")));
        }
    }

    private static String serials(List<Machine> machines) {
        return machines.stream()
                .flatMap(machine -> machine.disks().stream())
                .map(io.petaforge.api.Disk::serial)
                .toList()
                .toString();
    }

    @Test
    void zonesMayBearOtherNamesThanRacksButNoTwoRacksAreOneZone() {
        try (Site site = new Site(directory)) {
            site.zones(Map.of("r1", "rack-a", "r2", "rack-b"));
            ClusterRequest request = Site.storage("r1", "r2");
            List<Machine> offered = site.substrate().offer(request);
            assertEquals(
                    List.of("r1", "r2"),
                    offered.stream().map(machine -> machine.location().rack()).toList());
            assertEquals(2, site.substrate().acquire(request, site::say).size());
            assertEquals(
                    "rack-b",
                    site.region().machine("nwpk7q").body().at("/zone/name").asText());
            PetaforgeException refused = assertThrows(
                    PetaforgeException.class, () -> site.substrate().offer(Site.storage("r1", "rack-a")));
            assertTrue(refused.getMessage().contains("PF-MAAS-032: The racks r1, rack-a are all the zone 'rack-a'"));
        }
    }

    @Test
    void aDeployedMachineThatIsOffIsSwitchedOnAndOneThatSomebodyBrokeIsRefused() {
        try (Site site = new Site(directory)) {
            MaasSubstrate substrate = site.substrate();
            substrate.acquire(ONE, site::say);
            substrate.powerOff("pb1", new MachineId("storage-1"));
            substrate.acquire(ONE, site::say);
            assertEquals(
                    "on",
                    site.region().machine("eqr3bm").body().path("power_state").asText());
            site.region().machine("eqr3bm").body().put("status", 8).put("status_name", "Broken");
            PetaforgeException refused =
                    assertThrows(PetaforgeException.class, () -> substrate.acquire(ONE, site::say));
            assertTrue(refused.getMessage().contains("PF-MAAS-020"), refused.getMessage());
            assertTrue(refused.getMessage().contains("is Broken in MAAS"), refused.getMessage());
        }
    }

    @Test
    void powerIsSwitchedOnDeployedMachinesOnly() {
        try (Site site = new Site(directory)) {
            MaasSubstrate substrate = site.substrate();
            substrate.acquire(ONE, site::say);
            MachineId machine = new MachineId("storage-1");
            substrate.powerOff("pb1", machine);
            assertEquals(PowerState.OFF, substrate.power("pb1").get(machine));
            substrate.powerOn("pb1", machine);
            assertEquals(PowerState.ON, substrate.power("pb1").get(machine));
            // MAAS would deploy it, with its own series and without our keys.
            site.region().set("eqr3bm", 10, "admin");
            assertThrows(PetaforgeException.class, () -> substrate.powerOn("pb1", machine));
        }
    }

    private static int indexOf(List<String> lines, String start) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith(start)) {
                return i;
            }
        }
        return -1;
    }

    private static long count(Site site, String part) {
        return site.maas.lines().stream().filter(line -> line.contains(part)).count();
    }
}
