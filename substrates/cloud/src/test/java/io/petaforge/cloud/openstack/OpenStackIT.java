package io.petaforge.cloud.openstack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.ByteSize;
import io.petaforge.api.Cidr;
import io.petaforge.api.ClusterRequest;
import io.petaforge.api.Disk;
import io.petaforge.api.ExitCode;
import io.petaforge.api.Machine;
import io.petaforge.api.MachineId;
import io.petaforge.api.Ownership;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.api.Released;
import io.petaforge.api.Secret;
import io.petaforge.api.SshAccess;
import io.petaforge.cloud.ClusterTags;
import io.petaforge.cloud.Parallel;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The driver against real OpenStack services. */
class OpenStackIT {
    @TempDir
    Path directory;

    @BeforeAll
    static void there() {
        Zoo.assumeThere();
    }

    @Test
    void buildsToRunningHostsApartFromEachOtherAndLeavesNothing() {
        List<String> before = Zoo.listing();
        ClusterRequest request = Zoo.request("apart", 2, "zone-a", "zone-b", "zone-c");
        try (OpenStackSubstrate substrate = Zoo.substrate(Zoo.settings(), "petaforge", directory)) {
            assertEquals(List.of(), substrate.preflight(request));
            List<Machine> offered = substrate.offer(request);
            assertEquals(6, offered.size());

            long start = System.nanoTime();
            Map<MachineId, SshAccess> access = substrate.acquire(request, System.out::println);
            System.out.printf("6 servers ACTIVE in %.1f s%n", (System.nanoTime() - start) / 1e9);

            assertEquals(6, access.size());
            assertTrue(access.values().stream().allMatch(way -> way.address().startsWith("10.60.0.")));
            assertEquals(
                    6,
                    access.values().stream().map(SshAccess::hostKeys).distinct().count());
            assertEquals(access.keySet(), substrate.addresses(request).keySet());
            try (Cloud cloud = Zoo.cloud("petaforge")) {
                List<Server> servers = cloud.servers("petaforge-apart-");
                assertEquals(6, servers.size());
                Set<String> hosts = new HashSet<>();
                servers.forEach(server -> {
                    assertTrue(server.active(), server.toString());
                    assertEquals(2, server.volumes().size(), server.toString());
                    assertTrue(hosts.add(server.host()), "two on one hypervisor: " + servers);
                });
            }
            for (Machine machine : substrate.offer(request)) {
                List<Disk> data =
                        machine.disks().stream().filter(disk -> !disk.boot()).toList();
                assertEquals(2, data.size());
                // The first 20 characters of a volume's id.
                assertTrue(data.stream().allMatch(disk -> disk.serial().matches("[0-9a-f-]{20}")), data.toString());
            }

            List<String> between = Zoo.listing();
            assertEquals(access, substrate.acquire(request, System.out::println));
            assertEquals(between, Zoo.listing(), "a second run changes nothing");

            Released released = substrate.release("apart", System.out::println);
            assertEquals(List.of(), released.remaining());
            assertFalse(released.removed().isEmpty());
        }
        assertEquals(before, Zoo.listing());
    }

    @Test
    void aZoneWithoutRoomLeavesNothing() {
        List<String> before = Zoo.listing();
        // Two hypervisors, and three machines that may not share one.
        ClusterRequest request = Zoo.request("full", 3, "zone-b");
        try (OpenStackSubstrate substrate = Zoo.substrate(Zoo.settings(), "petaforge", directory)) {
            PetaforgeException failure =
                    assertThrows(PetaforgeException.class, () -> substrate.acquire(request, System.out::println));
            assertEquals(ExitCode.PREFLIGHT, failure.exitCode());
            assertTrue(failure.getMessage().contains("PF-OS-020"), failure.getMessage());
            assertTrue(failure.getMessage().contains("zone 'zone-b'"), failure.getMessage());
            assertFalse(failure.getMessage().contains("no reason given"), failure.getMessage());
            System.out.println(failure.getMessage());
            assertEquals(Map.of(), substrate.access("full"));
        }
        assertEquals(before, Zoo.listing());
        assertFalse(Files.exists(directory.resolve("full/openstack/record.json")));
    }

    @Test
    void aVolumeThatCannotBeMadeLeavesNothing() {
        List<String> before = Zoo.listing();
        OpenStackSettings settings = Zoo.with(Zoo.settings(), Map.of("storage", Zoo.group("storage", "broken")), 1);
        try (OpenStackSubstrate substrate = Zoo.substrate(settings, "petaforge", directory)) {
            ClusterRequest request = Zoo.request("broken", 1, "zone-a");
            assertEquals(List.of(), substrate.preflight(request));
            PetaforgeException failure =
                    assertThrows(PetaforgeException.class, () -> substrate.acquire(request, System.out::println));
            assertTrue(failure.getMessage().contains("is in status 'error'"), failure.getMessage());
        }
        assertEquals(before, Zoo.listing());
    }

    @Test
    void anApplicationCredentialBootsFromVolumesBehindFloatingAddresses() {
        List<String> before = Zoo.listing();
        OpenStackSettings plain = Zoo.settings();
        OpenStackSettings settings = new OpenStackSettings(
                plain.image(),
                plain.user(),
                plain.imageUser(),
                plain.network(),
                plain.sshFrom(),
                true,
                plain.jump(),
                Map.of("rack-1", "zone-c"),
                OpenStackSettings.Spread.PREFER,
                Optional.of(ByteSize.ofGiB(12)),
                Optional.of("fast"),
                Map.of("storage", Zoo.group("diskless", "fast")),
                plain.createTimeout(),
                0);
        try (OpenStackSubstrate substrate = Zoo.substrate(settings, "petaforge-app", directory)) {
            ClusterRequest request = Zoo.request("floating", 2, "rack-1");
            assertEquals(List.of(), substrate.preflight(request));
            Map<MachineId, SshAccess> access = substrate.acquire(request, System.out::println);
            assertTrue(
                    access.values().stream().allMatch(way -> way.address().startsWith("198.51.100.")),
                    access.toString());
            assertTrue(substrate.addresses(request).values().stream()
                    .allMatch(own -> own.get(0).startsWith("10.60.0.")));
            try (Cloud cloud = Zoo.cloud("petaforge")) {
                cloud.servers("petaforge-floating-")
                        .forEach(server -> assertEquals(3, server.volumes().size(), server.toString()));
                assertEquals(6, cloud.volumes(ClusterTags.CLUSTER, "floating").size());
            }
            assertEquals(
                    List.of(),
                    substrate.release("floating", System.out::println).remaining());
        }
        assertEquals(before, Zoo.listing());
    }

    @Test
    void everythingThatIsWrongIsFoundBeforeAnythingIsMade() {
        List<String> before = Zoo.listing();
        OpenStackSettings plain = Zoo.settings();
        OpenStackSettings wrong = new OpenStackSettings(
                "debian-13",
                "debian",
                "debian",
                new OpenStackSettings.Network(
                        Optional.empty(), Optional.of(Cidr.parse("10.61.0.0/29")), Optional.of("internet"), List.of()),
                List.of(Cidr.parse("0.0.0.0/0")),
                false,
                Optional.empty(),
                Map.of("rack-1", "zone-x"),
                OpenStackSettings.Spread.HOSTS,
                Optional.empty(),
                Optional.empty(),
                Map.of("storage", Zoo.group("enormous", "golden")),
                plain.createTimeout(),
                0);
        assertEquals(
                Set.of("PF-OS-005", "PF-OS-006", "PF-OS-007", "PF-OS-009", "PF-OS-010", "PF-OS-012"),
                codes(wrong, "petaforge", Zoo.request("wrong", 5, "rack-1")));
        assertEquals(
                Set.of("PF-OS-008"),
                codes(plain, "petaforge-small", Zoo.request("wrong", 1, "zone-a", "zone-b", "zone-c")));
        assertEquals(
                Set.of("PF-OS-006"),
                codes(
                        Zoo.with(plain, Map.of("storage", Zoo.group("small", "fast")), 0),
                        "petaforge",
                        Zoo.request("wrong", 1, "zone-a")));
        assertEquals(before, Zoo.listing());
    }

    @Test
    void aRangeThatIsTakenIsFound() {
        OpenStackSettings settings = Zoo.settings("debian-12", "10.62.0.0/24");
        try (OpenStackSubstrate first = Zoo.substrate(settings, "petaforge", directory)) {
            ClusterRequest one = Zoo.request("first", 1, "zone-a");
            first.acquire(one, message -> {});
            assertEquals(List.of(), first.preflight(one), "its own range is not in its way");
            assertEquals(
                    Set.of("PF-OS-010"),
                    codes(Zoo.settings("debian-12", "10.62.0.0/16"), "petaforge", Zoo.request("second", 1, "zone-a")));
            // Somebody else's record is empty: what the first holds are orphans to it.
            try (OpenStackSubstrate other = Zoo.substrate(settings, "petaforge", directory.resolve("other"))) {
                List<Ownership.Orphan> orphans = other.orphans("first");
                assertEquals(1, orphans.size());
                assertEquals(
                        Optional.of(new MachineId("storage-1")), orphans.get(0).machine());
                assertEquals(
                        List.of(),
                        other.releaseOrphans("first", List.of(orphans.get(0).identity()), message -> {})
                                .remaining());
            }
            assertTrue(Zoo.listing().stream().noneMatch(thing -> thing.contains("petaforge-first-")));
            assertEquals(List.of(), first.release("first", message -> {}).remaining());
        }
    }

    @Test
    void credentialsAndRegionsThatAreWrong() {
        OpenStackAccess good = Zoo.access("petaforge");
        OpenStackAccess.Password login = (OpenStackAccess.Password) good.login();
        OpenStackAccess password = new OpenStackAccess(
                good.url(),
                good.region(),
                good.face(),
                good.authority(),
                new OpenStackAccess.Password(
                        login.user(),
                        login.userDomain(),
                        new Secret("not-the-password"),
                        login.project(),
                        login.projectDomain()));
        assertEquals(Set.of("PF-CLOUD-012"), codes(password));
        assertEquals(
                Set.of("PF-OS-002"),
                codes(new OpenStackAccess(
                        good.url(), Optional.of("Atlantis"), good.face(), good.authority(), good.login())));
        assertEquals(
                Set.of("PF-CLOUD-010"),
                codes(new OpenStackAccess(
                        URI.create("http://127.0.0.1:9/v3"),
                        good.region(),
                        good.face(),
                        good.authority(),
                        good.login())));
    }

    private Set<String> codes(OpenStackSettings settings, String cloud, ClusterRequest request) {
        try (OpenStackSubstrate substrate = Zoo.substrate(settings, cloud, directory)) {
            return codes(substrate.preflight(request));
        }
    }

    private Set<String> codes(OpenStackAccess access) {
        try (OpenStackSubstrate substrate = new OpenStackSubstrate(
                Zoo.settings(), access, directory, io.petaforge.api.Pause.real(Parallel.STOPPED))) {
            List<Problem> problems = substrate.preflight(Zoo.request("wrong", 1, "zone-a"));
            problems.forEach(problem -> assertFalse(problem.render().contains("not-the-password")));
            return codes(problems);
        }
    }

    private static Set<String> codes(List<Problem> problems) {
        problems.forEach(problem -> System.out.println(problem.render()));
        return problems.stream().map(Problem::code).collect(Collectors.toSet());
    }
}
