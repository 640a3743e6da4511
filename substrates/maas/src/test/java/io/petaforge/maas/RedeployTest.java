package io.petaforge.maas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.petaforge.api.ClusterRequest;
import io.petaforge.api.ExitCode;
import io.petaforge.api.Machine;
import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.api.Secret;
import io.petaforge.api.SshAccess;
import io.petaforge.maas.fake.FakeAuth;
import io.petaforge.maas.fake.FakeMachine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Machines deployed anew in place: the same ones, with their data, whatever happens meanwhile. */
class RedeployTest {
    private static final ClusterRequest THREE = Site.storage("rack-a", "rack-b", "rack-c");
    private static final MachineId ONE = new MachineId("storage-1");
    /** The machine of {@link #ONE}, the smallest that fits. */
    private static final String NODE = "eqr3bm";

    @TempDir
    Path directory;

    private Site site;
    private Map<MachineId, SshAccess> access;
    private List<Machine> offered;
    private Map<MachineId, List<String>> addresses;
    private String drives;
    private String links;

    /** The end of the process, as far as the driver can see. */
    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @BeforeEach
    void build() {
        site = new Site(directory);
        links = links();
        access = site.substrate().acquire(THREE, site::say);
        offered = site.substrate().offer(THREE);
        addresses = site.substrate().addresses(THREE);
        drives = drives();
        site.maas.forgetLines();
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void itIsTheSameMachineWithItsKeysItsAddressesAndItsDrives() {
        String userData = machine().userData();
        List<Integer> listed = new ArrayList<>();
        site.maas.before(line -> line.contains("op=deploy"), () -> listed.add(listedDrives()));
        again();
        assertEquals(List.of(1), listed, "what the installer knows of it would clear");
        assertEquals(userData, machine().userData());
        unchanged();
        assertEquals(1, count(line -> line.contains("op=release")));
        assertEquals(0, count(line -> line.contains("erase=")), "whatever the inventory says of erasing");
        assertEquals(0, count(line -> line.contains("storage_layout")));

        site.maas.forgetLines();
        site.substrate().acquire(THREE, site::say);
        assertTrue(
                site.maas.lines().stream().noneMatch(line -> line.matches("(POST|DELETE) .*")),
                site.maas.lines()::toString);

        again();
        unchanged();
    }

    @Test
    void givenBackItIsDescribedAsItWasBefore() {
        again();
        assertTrue(links().contains("static"), "held fast meanwhile");
        assertEquals(List.of(), site.substrate().release("pb1", site::say).remaining());
        assertEquals(links, links());
        assertEquals(drives, drives());
        assertFalse(directory.resolve("pb1/maas").toFile().exists());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "op=get_config",
                "op=release",
                "DELETE nodes/",
                "op=allocate",
                "op=set_workload_annotations",
                "op=unlink_subnet",
                "op=link_subnet",
                "op=deploy",
                "GET events/",
                "POST nodes/" + NODE + "/blockdevices/"
            })
    void aRunThatIsKilledIsContinuedWithTheSameMachine(String where) {
        killAt(where);
        assertEquals(offered, site.substrate().offer(THREE), "the plan is the same in the middle of it");
        assertEquals(addresses, site.substrate().addresses(THREE));
        assertEquals(access, site.substrate().access("pb1"));
        again();
        unchanged();
    }

    @ParameterizedTest
    @ValueSource(strings = {"op=release", "DELETE nodes/", "op=allocate", "op=deploy", "GET events/"})
    void aBuildAfterItBringsTheMachineBackToo(String where) {
        killAt(where);
        site.substrate().acquire(THREE, site::say);
        unchanged();
    }

    @ParameterizedTest
    @ValueSource(strings = {"op=release", "DELETE nodes/", "op=allocate", "op=link_subnet", "op=deploy"})
    void aLostAnswerIsLookedAfter(String where) {
        site.maas.lostAnswer(line -> line.contains(where), 1);
        again();
        unchanged();
    }

    @ParameterizedTest
    @ValueSource(strings = {"DELETE nodes/", "op=allocate"})
    void whoIsQuickerIsSeenAndTheClusterLeftAsItIs(String where) {
        site.maas.before(line -> line.contains(where), () -> site.region().set(NODE, 10, "operator"));
        PetaforgeException stolen = assertThrows(PetaforgeException.class, this::again);
        assertEquals(ExitCode.STEP_FAILED, stolen.exitCode());
        assertEquals(List.of("PF-MAAS-034"), codes(stolen));
        assertTrue(stolen.getMessage().contains("held by operator"), stolen.getMessage());
        assertEquals(10, machine().status());
        assertEquals(listedDrives(), offered.get(0).disks().size(), "its drives are on the list again");
        assertEquals(2, held().size());
        assertEquals(0, count(line -> line.contains("op=deploy")));

        site.substrate().acquire(THREE, site::say);
        assertEquals(3, held().size(), "a build takes another");
        assertFalse(held().contains(NODE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"op=release", "DELETE nodes/"})
    void aBuildAfterAKilledRunSeesThatTooAndTakesAnother(String where) {
        killAt(where);
        site.maas.before(
                line -> line.contains("GET machines/"), () -> site.region().set(NODE, 10, "operator"));
        site.substrate().acquire(THREE, site::say);
        assertEquals(10, machine().status());
        assertEquals(offered.get(0).disks().size(), listedDrives());
        assertEquals(3, held().size());
        assertFalse(held().contains(NODE));
        assertTrue(site.said.stream().anyMatch(line -> line.contains("held by operator")), site.said::toString);
        assertEquals(3, site.substrate().release("pb1", site::say).removed().size());
        assertEquals(10, machine().status(), "not ours, not released");
    }

    @Test
    void aFailedDeploymentIsTriedAgainOnTheMachineThatHasTheData() {
        machine().fate(FakeMachine.Fate.FAILS);
        List<Integer> listed = new ArrayList<>();
        site.maas.before(line -> line.contains("op=deploy"), () -> {
            site.maas.before(line -> line.contains("op=deploy"), () -> {
                machine().fate(FakeMachine.Fate.GOOD);
                listed.add(listedDrives());
            });
        });
        again();
        assertEquals(List.of(1), listed);
        assertEquals(2, count(line -> line.contains("op=deploy")));
        unchanged();
    }

    @Test
    void afterThatItIsKeptAndToldOf() {
        machine().fate(FakeMachine.Fate.FAILS);
        PetaforgeException failed = assertThrows(PetaforgeException.class, this::again);
        assertEquals(List.of("PF-MAAS-035"), codes(failed));
        assertEquals(3, count(line -> line.contains("op=deploy")), "once, and as often as machines may be replaced");
        assertEquals(11, machine().status());
        assertTrue(held().contains(NODE), "its drives have the data: it is not for others to pick");
        machine().fate(FakeMachine.Fate.GOOD);
        again();
        unchanged();
    }

    @Test
    void aBuildGivesUpAMachineThatCannotBeDeployed() {
        machine().fate(FakeMachine.Fate.FAILS);
        assertThrows(PetaforgeException.class, this::again);
        site.substrate().acquire(THREE, site::say);
        assertEquals(8, machine().status());
        assertEquals(3, held().size());
        assertEquals(offered.get(0).disks().size(), listedDrives());
        assertEquals(List.of(), site.substrate().release("pb1", site::say).remaining());
    }

    @Test
    void anAddressThatWasGivenAwayIsToldOfAndTheMachineKept() {
        String address = access.get(ONE).address();
        site.maas.before(line -> line.contains("ip_address=" + address), () -> site.region()
                .machine("mph6mh")
                .body()
                .withArray("/interface_set/0/links")
                .addObject()
                .put("ip_address", address));
        MachineId other = new MachineId("storage-2");
        PetaforgeException refused = assertThrows(PetaforgeException.class, () -> site.substrate()
                .reinstall("pb1", Set.of(ONE, other), Optional.empty(), site::say));
        assertEquals(List.of("PF-MAAS-038"), codes(refused));
        assertEquals(10, machine().status());
        assertTrue(held().contains(NODE));
        assertEquals(
                2,
                held().stream()
                        .filter(id -> site.region().machine(id).status() == 6)
                        .count());
        assertEquals(1, count(line -> line.contains("op=deploy")), "the other one came back");
        site.region()
                .machine("mph6mh")
                .body()
                .withArray("/interface_set/0/links")
                .remove(1);
        again();
        unchanged();
    }

    @Test
    void whatStandsAgainstItIsSaidBeforeAnythingIsDone() throws Exception {
        StringBuilder text = new StringBuilder();
        text.append(obstacles(FakeAuth.USER_KEY, ONE));
        site.region().eraseOnRelease();
        site.region().lock(NODE);
        text.append(obstacles(FakeAuth.KEY, ONE, new MachineId("storage-9")));
        machine().body().put("locked", false);
        for (JsonNode drive : machine().body().path("physicalblockdevice_set")) {
            if (drive.path("name").asText().equals("nvme0n1")) {
                site.region().partition(NODE, drive.path("id").asInt());
            }
        }
        text.append(obstacles(FakeAuth.KEY, ONE));
        site.region().free(NODE);
        text.append(obstacles(FakeAuth.KEY, ONE));
        assertEquals(0, count(line -> line.startsWith("POST")));
        PetaforgeException refused = assertThrows(PetaforgeException.class, this::again);
        assertEquals(ExitCode.PREFLIGHT, refused.exitCode());
        Golden.check("redeploy.txt", text.toString());
    }

    @Test
    void aRecordOfAnEarlierVersionIsRead() throws Exception {
        Path file = directory.resolve("pb1/maas/machines.json");
        String text = Files.readString(file);
        String earlier = text.replaceAll(",\\s*\"renewals\" : \\[ ]", "");
        assertFalse(earlier.contains("renewals"), earlier);
        Files.writeString(file, earlier);
        assertEquals(access, site.substrate().access("pb1"));
        again();
        unchanged();
    }

    private String obstacles(String key, MachineId... machines) {
        List<Problem> problems = site.substrate(key).obstacles("pb1", new TreeSet<>(List.of(machines)));
        return new PetaforgeException(ExitCode.PREFLIGHT, problems).getMessage() + "\n\n";
    }

    private void again() {
        site.substrate().reinstall("pb1", Set.of(ONE), Optional.of(Duration.ofHours(1)), site::say);
    }

    private void killAt(String where) {
        MaasSubstrate first = new MaasSubstrate(
                site.settings, MaasKey.parse(new Secret(FakeAuth.KEY)), directory, site.maas.time(), request -> {
                    if (request.toString().contains(where)) {
                        throw new Killed();
                    }
                });
        assertThrows(
                Killed.class, () -> first.reinstall("pb1", Set.of(ONE), Optional.of(Duration.ofHours(1)), site::say));
    }

    /** The cluster has its three machines, and everything that is known of them is as it was. */
    private void unchanged() {
        assertEquals(6, machine().status());
        assertEquals(3, held().size());
        assertEquals(List.of(), site.substrate().orphans("pb1"));
        assertEquals(access, site.substrate().access("pb1"));
        assertEquals(offered, site.substrate().offer(THREE));
        assertEquals(addresses, site.substrate().addresses(THREE));
        assertEquals(offered.get(0).disks().size(), listedDrives());
    }

    private FakeMachine machine() {
        return site.region().machine(NODE);
    }

    private int listedDrives() {
        return machine().body().path("physicalblockdevice_set").size();
    }

    /** What of its drives matters to whoever takes it next. */
    private String drives() {
        Set<String> found = new TreeSet<>();
        machine()
                .body()
                .path("physicalblockdevice_set")
                .forEach(drive -> found.add(drive.path("name")
                        + " " + drive.path("serial") + " " + drive.path("model") + " " + drive.path("size") + " "
                        + drive.path("id_path") + " " + drive.path("tags")));
        return found.toString();
    }

    private String links() {
        List<String> found = new ArrayList<>();
        machine().body().path("interface_set").forEach(port -> port.path("links")
                .forEach(link -> found.add(port.path("name") + " " + link.path("mode") + " "
                        + link.path("subnet").path("cidr") + " " + link.path("ip_address"))));
        return found.toString();
    }

    private static List<String> codes(PetaforgeException e) {
        return e.problems().stream().map(Problem::code).toList();
    }

    private long count(java.util.function.Predicate<String> line) {
        return site.maas.lines().stream().filter(line).count();
    }

    private Set<String> held() {
        Set<String> held = new TreeSet<>();
        site.region().machines().stream()
                .filter(machine -> !site.region().agentOf(machine.id()).isEmpty())
                .forEach(machine -> held.add(machine.id()));
        return held;
    }
}
