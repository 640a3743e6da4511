package io.petaforge.cloud.openstack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.ClusterRequest;
import io.petaforge.api.Disk;
import io.petaforge.api.Machine;
import io.petaforge.api.MachineId;
import io.petaforge.api.Released;
import io.petaforge.api.SshAccess;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
}
