package io.petaforge.cloud.openstack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jclouds.openstack.neutron.v2.domain.Rule;
import org.jclouds.openstack.neutron.v2.domain.RuleDirection;
import org.jclouds.openstack.neutron.v2.domain.SecurityGroup;
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
            try (OpenStackSubstrate nobody =
                    Zoo.substrate(Zoo.settings(), "petaforge", directory.resolve("elsewhere"))) {
                assertEquals(
                        access.values().stream()
                                .map(way -> way.machine() + " " + way.address())
                                .sorted()
                                .toList(),
                        nobody.discover("apart").stream()
                                .map(found -> found.access().machine() + " "
                                        + found.access().address())
                                .sorted()
                                .toList());
            }

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
                plain.ownJump(),
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
    void aServerInErrorIsFreedAndReplaced() throws IOException {
        List<String> before = Zoo.listing();
        ClusterRequest request = Zoo.request("error", 1, 0, "zone-a", "zone-b");
        List<String> said = Collections.synchronizedList(new ArrayList<>());
        try (Gateway gateway = Gateway.open().here();
                OpenStackSubstrate substrate = Zoo.substrate(Zoo.settings(), "petaforge", directory)) {
            FirstServerFails failing = new FirstServerFails();
            gateway.watch(failing);
            assertEquals(2, substrate.acquire(request, said::add).size());
            assertTrue(said.stream().anyMatch(line -> line.endsWith(": the hypervisor caught fire")), said.toString());
            List<String> servers = Zoo.listing().stream()
                    .filter(thing -> thing.startsWith("server petaforge-error-"))
                    .toList();
            assertEquals(2, servers.size());
            assertTrue(servers.stream().noneMatch(server -> server.endsWith(failing.id)), servers.toString());
            assertEquals(List.of(), substrate.release("error", said::add).remaining());
            // Beyond the budget, nothing is left.
            failing.always = true;
            PetaforgeException failure =
                    assertThrows(PetaforgeException.class, () -> substrate.acquire(request, said::add));
            assertTrue(failure.getMessage().contains("the hypervisor caught fire"), failure.getMessage());
        }
        assertEquals(before, Zoo.listing());
    }

    /** Tells of the first server that it is in ERROR, or of every one. */
    private static final class FirstServerFails implements Gateway.Watch {
        private static final ObjectMapper JSON = new ObjectMapper();

        private volatile String id = "";
        private volatile boolean always;

        @Override
        public Gateway.Moment when(int number, String request) {
            return Gateway.Moment.NEVER;
        }

        @Override
        public byte[] answer(String request, byte[] body) {
            if (!request.equals("GET /v2.1/servers/detail")) {
                return body;
            }
            try {
                JsonNode answer = JSON.readTree(body);
                for (JsonNode server : answer.path("servers")) {
                    id = id.isEmpty() ? server.path("id").asText() : id;
                    if (always || server.path("id").asText().equals(id)) {
                        ((ObjectNode) server)
                                .put("status", "ERROR")
                                .putObject("fault")
                                .put("message", "the hypervisor caught fire");
                    }
                }
                return JSON.writeValueAsBytes(answer);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    void aJumpHostLeadsToMachinesWithoutFloatingAddresses() {
        List<String> before = Zoo.listing();
        OpenStackSettings settings = Zoo.behindJumpHost(Zoo.settings("debian-12", "10.64.0.0/24"));
        try (OpenStackSubstrate substrate = Zoo.substrate(settings, "petaforge", directory)) {
            ClusterRequest request = Zoo.request("behind", 1, 0, "zone-a", "zone-b");
            assertEquals(List.of(), substrate.preflight(request));
            Map<MachineId, SshAccess> access = substrate.acquire(request, System.out::println);
            assertEquals(Set.of(new MachineId("storage-1"), new MachineId("storage-2")), access.keySet());
            assertEquals(access.keySet(), substrate.addresses(request).keySet());
            for (SshAccess way : access.values()) {
                assertTrue(way.address().startsWith("10.64.0."), way.toString());
                assertTrue(way.jump().orElseThrow().address().startsWith("198.51.100."), way.toString());
                assertFalse(way.hostKeys().equals(way.jump().get().hostKeys()));
            }
            List<String> between = Zoo.listing();
            assertEquals(
                    1,
                    between.stream()
                            .filter(thing -> thing.startsWith("floating address "))
                            .count());
            assertEquals(
                    Map.of(
                            "access",
                            Set.of("icmp group", "tcp group", "tcp 22-22 jump"),
                            "jump",
                            Set.of("tcp 22-22 203.0.113.0/24")),
                    ingress("petaforge-behind-"));
            assertEquals(access, substrate.acquire(request, System.out::println));
            assertEquals(between, Zoo.listing(), "a second run changes nothing");
            assertEquals(
                    List.of(), substrate.release("behind", System.out::println).remaining());
        }
        assertEquals(before, Zoo.listing());
    }

    @Test
    void aServerGetsANewSystemInPlaceAndKeepsItsVolumesAndAddresses() throws IOException {
        List<String> before = Zoo.listing();
        ClusterRequest request = Zoo.request("anew", 1, "zone-a", "zone-b");
        try (Gateway gateway = Gateway.open().here();
                OpenStackSubstrate substrate = Zoo.substrate(Zoo.settings(), "petaforge", directory)) {
            Map<MachineId, SshAccess> access = substrate.acquire(request, System.out::println);
            List<Machine> offered = substrate.offer(request);
            List<String> between = Zoo.listing();
            MachineId one = new MachineId("storage-1");
            assertEquals(List.of(), substrate.obstacles("anew", access.keySet()));

            gateway.watch(Gateway.Watch.NOTHING);
            substrate.reinstall("anew", Set.of(one), Optional.empty(), System.out::println);
            assertEquals(1, actions(gateway));
            assertEquals(between, Zoo.listing(), "the same servers, ports and volumes");
            assertEquals(access, substrate.access("anew"));
            assertEquals(offered, substrate.offer(request));

            // Nova does it, and nobody hears of it.
            gateway.watch(new Gateway.Watch() {
                private boolean lost;

                @Override
                public Gateway.Moment when(int number, String request) {
                    boolean now = !lost && request.endsWith("/servers/ID/action");
                    lost |= now;
                    return now ? Gateway.Moment.AFTER : Gateway.Moment.NEVER;
                }

                @Override
                public void act() {
                    throw new UncheckedIOException(new IOException("the connection broke"));
                }
            });
            substrate.reinstall("anew", Set.of(one), Optional.empty(), System.out::println);
            assertTrue(actions(gateway) >= 1, gateway.requests()::toString);
            assertEquals(between, Zoo.listing());

            // One that is off is on afterwards.
            try (Cloud cloud = Zoo.cloud("petaforge")) {
                Server server = first(cloud);
                cloud.servers().act(server.id(), Collections.singletonMap("os-stop", "now"));
                while (first(cloud).active()) {
                    java.util.concurrent.TimeUnit.MILLISECONDS.sleep(500);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            substrate.reinstall("anew", Set.of(one), Optional.empty(), System.out::println);
            assertEquals(between, Zoo.listing());
            try (Cloud cloud = Zoo.cloud("petaforge")) {
                assertTrue(first(cloud).active());
            }
            PetaforgeException nobody = assertThrows(
                    PetaforgeException.class,
                    () -> substrate.reinstall(
                            "anew", Set.of(new MachineId("storage-9")), Optional.empty(), System.out::println));
            assertEquals("PF-OS-029", nobody.problems().get(0).code());
            assertEquals(
                    List.of(), substrate.release("anew", System.out::println).remaining());
        }
        assertEquals(before, Zoo.listing());
    }

    private static Server first(Cloud cloud) {
        return cloud.servers("petaforge-anew-").stream()
                .filter(server -> server.machine().equals("storage-1"))
                .findFirst()
                .orElseThrow();
    }

    private static long actions(Gateway gateway) {
        return gateway.requests().stream()
                .filter(request -> request.endsWith("/servers/ID/action"))
                .count();
    }

    /** What each security group of a cluster lets in, and from whom. */
    private static Map<String, Set<String>> ingress(String prefix) {
        Map<String, Set<String>> in = new TreeMap<>();
        try (Cloud cloud = Zoo.cloud("petaforge")) {
            Map<String, String> names = new TreeMap<>();
            cloud
                    .<SecurityGroup>all(options ->
                            cloud.api().securityGroups(cloud.network()).listSecurityGroups(options))
                    .stream()
                    .filter(group -> group.getName().startsWith(prefix))
                    .forEach(group -> names.put(
                            group.getId(),
                            group.getName().substring(group.getName().lastIndexOf('-') + 1)));
            cloud
                    .<Rule>all(options ->
                            cloud.api().securityGroups(cloud.network()).listRules(options))
                    .stream()
                    .filter(rule -> names.containsKey(rule.getSecurityGroupId())
                            && rule.getDirection() == RuleDirection.INGRESS)
                    .forEach(rule -> {
                        String group = names.get(rule.getSecurityGroupId());
                        String ports = rule.getPortRangeMin() == null
                                ? ""
                                : " " + rule.getPortRangeMin() + "-" + rule.getPortRangeMax();
                        String from = rule.getRemoteGroupId() == null
                                ? rule.getRemoteIpPrefix()
                                : rule.getRemoteGroupId().equals(rule.getSecurityGroupId())
                                        ? "group"
                                        : names.get(rule.getRemoteGroupId());
                        in.computeIfAbsent(group, key -> new TreeSet<>())
                                .add(rule.getProtocol().name().toLowerCase(Locale.ROOT) + ports + " " + from);
                    });
        }
        return in;
    }

    @Test
    void everythingThatIsWrongIsFoundBeforeAnythingIsMade() throws IOException {
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
                Optional.empty(),
                Map.of("rack-1", "zone-x"),
                OpenStackSettings.Spread.HOSTS,
                Optional.empty(),
                Optional.empty(),
                Map.of("storage", Zoo.group("enormous", "golden")),
                plain.createTimeout(),
                0);
        golden("wrong", problems(wrong, "petaforge", Zoo.request("wrong", 5, "rack-1")));
        golden("quota", problems(plain, "petaforge-small", Zoo.request("wrong", 1, "zone-a", "zone-b", "zone-c")));
        golden(
                "flavor",
                problems(
                        Zoo.with(plain, Map.of("storage", Zoo.group("small", "fast")), 0),
                        "petaforge",
                        Zoo.request("wrong", 1, "zone-a")));
        assertEquals(before, Zoo.listing());
    }

    @Test
    void aRangeThatIsTakenIsFound() throws IOException {
        OpenStackSettings settings = Zoo.settings("debian-12", "10.62.0.0/24");
        try (OpenStackSubstrate first = Zoo.substrate(settings, "petaforge", directory)) {
            ClusterRequest one = Zoo.request("first", 1, "zone-a");
            first.acquire(one, message -> {});
            assertEquals(List.of(), first.preflight(one), "its own range is not in its way");
            golden(
                    "overlap",
                    problems(
                            Zoo.settings("debian-12", "10.62.0.0/16"),
                            "petaforge",
                            Zoo.request("second", 1, "zone-a")));
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
    void credentialsAndRegionsThatAreWrong() throws IOException {
        OpenStackAccess good = Zoo.access("petaforge");
        OpenStackAccess.Password login = (OpenStackAccess.Password) good.login();
        golden(
                "password",
                problems(new OpenStackAccess(
                        good.url(),
                        good.region(),
                        good.face(),
                        good.authority(),
                        new OpenStackAccess.Password(
                                login.user(),
                                login.userDomain(),
                                new Secret("not-the-password"),
                                login.project(),
                                login.projectDomain()))));
        golden(
                "region",
                problems(new OpenStackAccess(
                        good.url(), Optional.of("Atlantis"), good.face(), good.authority(), good.login())));
        golden(
                "unreachable",
                problems(new OpenStackAccess(
                        URI.create("http://127.0.0.1:9/v3"),
                        good.region(),
                        good.face(),
                        good.authority(),
                        good.login())));
    }

    private List<Problem> problems(OpenStackSettings settings, String cloud, ClusterRequest request) {
        try (OpenStackSubstrate substrate = Zoo.substrate(settings, cloud, directory)) {
            return substrate.preflight(request);
        }
    }

    private List<Problem> problems(OpenStackAccess access) {
        try (OpenStackSubstrate substrate = new OpenStackSubstrate(
                Zoo.settings(), access, directory, io.petaforge.api.Pause.real(Parallel.STOPPED))) {
            return substrate.preflight(Zoo.request("wrong", 1, "zone-a"));
        }
    }

    /** As {@code openstack/NAME.txt} has it; a cluster's token is written as TOKEN. */
    private static void golden(String name, List<Problem> problems) throws IOException {
        String text = problems.stream().map(problem -> problem.render() + "\n").collect(Collectors.joining());
        try (InputStream expected = OpenStackIT.class.getResourceAsStream("/openstack/" + name + ".txt")) {
            assertNotNull(expected, name + ":\n" + text);
            assertEquals(
                    new String(expected.readAllBytes(), StandardCharsets.UTF_8),
                    text.replaceAll("(petaforge-[a-z]+-)[0-9a-f]{8}-", "$1TOKEN-"));
        }
    }
}
