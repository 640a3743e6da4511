package io.petaforge.maas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.ClusterRequest;
import io.petaforge.api.MachineId;
import io.petaforge.api.Ownership;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Released;
import io.petaforge.api.Secret;
import io.petaforge.api.SshAccess;
import io.petaforge.maas.fake.FakeAuth;
import io.petaforge.maas.fake.FakeMachine;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever becomes of a run, its machines are found again: by the next run, or by somebody without its record. */
class ResumeTest {
    private static final ClusterRequest THREE = Site.storage("rack-a", "rack-b", "rack-c");

    @TempDir
    Path directory;

    /** The end of the process, as far as the driver can see. */
    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST machines/ op=allocate",
                "set_workload_annotations",
                "op=deploy",
                "GET events/",
                "GET machines/ id="
            })
    void aRunThatIsKilledIsContinuedWithTheSameMachines(String where) {
        try (Site site = new Site(directory)) {
            MaasSubstrate first = new MaasSubstrate(
                    site.settings, MaasKey.parse(new Secret(FakeAuth.KEY)), directory, site.maas.time(), request -> {
                        // Only once something is taken: dry runs look alike.
                        if (request.toString().contains(where) && !held(site).isEmpty()) {
                            throw new Killed();
                        }
                    });
            assertThrows(Killed.class, () -> first.acquire(THREE, site::say));
            Set<String> taken = held(site);
            assertFalse(taken.isEmpty());

            assertEquals(3, site.substrate().acquire(THREE, site::say).size());
            assertEquals(3, held(site).size());
            assertTrue(held(site).containsAll(taken), taken + " and then " + held(site));
            assertEquals(List.of(), site.substrate().orphans("pb1"));
        }
    }

    @Test
    void aLostAnswerToAllocateIsNoLostMachine() {
        try (Site site = new Site(directory)) {
            site.maas.lostAnswer(line -> line.contains("op=allocate") && line.contains("system_id"), 3);
            assertEquals(3, site.substrate().acquire(THREE, site::say).size());
            assertEquals(3, held(site).size());
            long asked = site.maas.lines().stream()
                    .filter(line -> line.contains("op=allocate") && line.contains("system_id"))
                    .count();
            assertEquals(3, asked, "what may have been done is not asked for twice");
        }
    }

    @Test
    void withoutTheRecordMachinesAreFoundByTheirAnnotationsAndReleased(@TempDir Path elsewhere) {
        try (Site site = new Site(directory)) {
            site.substrate().acquire(THREE, site::say);
            MaasSubstrate other = new MaasSubstrate(
                    site.settings,
                    MaasKey.parse(new Secret(FakeAuth.KEY)),
                    elsewhere,
                    site.maas.time(),
                    request -> site.say(request.toString()));
            List<Ownership.Orphan> orphans = other.orphans("pb1");
            assertEquals(
                    "storage-1 storage-2 storage-3",
                    orphans.stream()
                            .map(orphan -> orphan.machine().orElseThrow().value())
                            .sorted()
                            .collect(Collectors.joining(" ")));
            assertEquals(List.of(), other.orphans("another"));
            PetaforgeException refused = assertThrows(
                    PetaforgeException.class,
                    () -> other.adopt("pb1", orphans.get(0).identity(), new MachineId("storage-1")));
            assertTrue(refused.getMessage().contains("host keys that nobody here knows"), refused.getMessage());
            assertThrows(
                    PetaforgeException.class,
                    () -> other.releaseOrphans("pb1", List.of("apqayp", "zzzzzz"), site::say));
            assertEquals(3, held(site).size());
            Released released = other.releaseOrphans(
                    "pb1", orphans.stream().map(Ownership.Orphan::identity).toList(), site::say);
            assertEquals(3, released.removed().size());
            assertEquals(Set.of(), held(site));
        }
    }

    @Test
    void withoutTheRecordWhatRunsIsFoundWithItsAddresses(@TempDir Path elsewhere) {
        try (Site site = new Site(directory)) {
            Map<MachineId, SshAccess> access = site.substrate().acquire(THREE, site::say);
            MaasSubstrate nobody = new MaasSubstrate(
                    site.settings, MaasKey.parse(new Secret(FakeAuth.KEY)), elsewhere, site.maas.time(), request -> {});
            Map<MachineId, SshAccess> found = new TreeMap<>();
            nobody.discover("pb1").forEach(one -> {
                assertEquals("storage", one.group());
                found.put(one.access().machine(), one.access());
            });
            assertEquals(3, found.size());
            access.forEach((id, way) -> assertEquals(
                    new SshAccess(
                            id, way.address(), 22, "ubuntu", elsewhere.resolve("pb1/maas/operator_ed25519"), List.of()),
                    found.get(id)));
            assertEquals(List.of(), nobody.discover("pb2"));

            // Another's build of that name, which has not come as far.
            site.region().set("wpmbss", 10, "admin");
            site.region().annotate("wpmbss:petaforge-cluster:pb1;petaforge-machine:storage-1;petaforge-token:00000000");
            assertEquals(3, nobody.discover("pb1").size());
            site.region().set("wpmbss", 6, "admin");
            site.region().annotate("wpmbss:petaforge-cluster:pb1;petaforge-machine:storage-1;petaforge-token:00000000");
            assertEquals(
                    List.of("storage-1", "storage-1", "storage-2", "storage-3"),
                    nobody.discover("pb1").stream()
                            .map(one -> one.access().machine().value())
                            .sorted()
                            .toList());
            MaasSubstrate refused = new MaasSubstrate(
                    site.settings,
                    MaasKey.parse(new Secret(FakeAuth.KEY + "x")),
                    elsewhere,
                    site.maas.time(),
                    request -> {});
            PetaforgeException failure = assertThrows(PetaforgeException.class, () -> refused.discover("pb1"));
            assertTrue(failure.getMessage().startsWith("PF-MAAS-003: "), failure.getMessage());
        }
    }

    @Test
    void anOrphanThatWasOnlyAllocatedIsAdoptedAndUsed() {
        try (Site site = new Site(directory)) {
            site.substrate().acquire(Site.storage("rack-a"), site::say);
            String agent = site.region().agentOf("eqr3bm");
            // As a run leaves it that was killed after asking, and whose record was restored from an older copy.
            site.region().set("wpmbss", 10, "admin");
            site.region().agent("wpmbss", agent);
            MaasSubstrate substrate = site.substrate();
            assertEquals(
                    List.of("wpmbss"),
                    substrate.orphans("pb1").stream()
                            .map(Ownership.Orphan::identity)
                            .toList());
            substrate.adopt("pb1", "wpmbss", new MachineId("storage-2"));
            assertEquals(List.of(), substrate.orphans("pb1"));
            substrate.acquire(Site.storage("rack-a", "rack-b"), site::say);
            assertEquals(Set.of("eqr3bm", "wpmbss"), held(site));
        }
    }

    @Test
    void aMachineThatSomebodyElseReleasedIsTakenAnew() {
        try (Site site = new Site(directory)) {
            site.substrate().acquire(THREE, site::say);
            site.region().free("apqayp");
            site.region().set("apqayp", 10, "operator");
            assertEquals(3, site.substrate().acquire(THREE, site::say).size());
            assertEquals(Set.of("eqr3bm", "nwpk7q", "68bdtm"), held(site));
            assertEquals(10, site.region().machine("apqayp").status());
            assertEquals(3, site.substrate().release("pb1", site::say).removed().size());
            assertEquals(10, site.region().machine("apqayp").status(), "not ours, not released");
        }
    }

    @Test
    void aMachineThatLeavesIsGivenBackAloneAndRecordedUntilThen() {
        try (Site site = new Site(directory)) {
            MaasSubstrate substrate = site.substrate();
            substrate.acquire(THREE, site::say);
            MachineId leaving = new MachineId("storage-3");
            Set<String> three = held(site);
            substrate.acquire(Site.storage("rack-a", "rack-b"), site::say);
            assertEquals(three, held(site), "a build that does not ask for it any more leaves it be");
            assertEquals(3, substrate.access("pb1").size());

            Released released = substrate.releaseMachines("pb1", Set.of(leaving), site::say);
            assertEquals(List.of(), released.remaining());
            assertEquals(1, released.removed().size(), released.removed().toString());
            assertTrue(released.removed().get(0).startsWith("node"), released.removed()::toString);
            assertEquals(2, held(site).size());
            assertEquals(
                    Set.of(new MachineId("storage-1"), new MachineId("storage-2")),
                    site.substrate().access("pb1").keySet());
            assertEquals(
                    List.of(),
                    substrate.releaseMachines("pb1", Set.of(leaving), site::say).removed());
            assertEquals(3, substrate.acquire(THREE, site::say).size(), "and it can come back");
        }
    }

    private static Set<String> held(Site site) {
        return site.region().machines().stream()
                .filter(machine -> List.of(6, 9, 10).contains(machine.status()))
                .filter(machine -> !site.region().agentOf(machine.id()).isEmpty())
                .map(FakeMachine::id)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
