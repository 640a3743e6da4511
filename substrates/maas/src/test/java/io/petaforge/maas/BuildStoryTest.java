package io.petaforge.maas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.ClusterRequest;
import io.petaforge.api.Machine;
import io.petaforge.api.MachineId;
import io.petaforge.api.Released;
import io.petaforge.api.SshAccess;
import io.petaforge.maas.fake.FakeMachine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the offer to the release, with one deployment that fails and one machine that vanishes. */
class BuildStoryTest {
    @TempDir
    Path directory;

    @Test
    void aBuildThroughAFailedDeploymentAndAVanishedMachine() throws IOException {
        try (Site site = new Site(directory)) {
            // The smallest that fit in racks a and b; what takes their place are the next ones.
            site.region().machine("eqr3bm").fate(FakeMachine.Fate.FAILS);
            site.region().machine("nwpk7q").fate(FakeMachine.Fate.VANISHES);
            ClusterRequest request = Site.storage("rack-a", "rack-b", "rack-c");
            MaasSubstrate substrate = site.substrate();

            site.say("== plan");
            List<Machine> offered = substrate.offer(request);
            assertEquals(3, offered.size());
            assertEquals(3, offered.get(0).disks().size());
            assertEquals("25 Gbit/s", offered.get(0).nics().get(1).speed().toString());

            site.say("== build");
            Map<MachineId, SshAccess> access = substrate.acquire(request, site::say);
            assertEquals(3, access.size());
            assertEquals(
                    List.of("node1", "node2", "node3"),
                    site.region().machines().stream()
                            .filter(machine -> machine.status() == 6)
                            .map(FakeMachine::hostname)
                            .toList());
            assertEquals(8, site.region().machine("eqr3bm").status());
            SshAccess first = access.get(new MachineId("storage-1"));
            // What the machine was told is what the first connection is held to.
            String userData = new String(
                    Base64.getDecoder().decode(site.region().machine("mph6mh").userData()), StandardCharsets.UTF_8);
            assertTrue(userData.startsWith("#cloud-config\n"));
            assertTrue(userData.contains("ed25519_public: " + first.hostKeys().get(0) + "\n"));
            assertTrue(userData.contains("hostname: storage-1\n"));

            site.say("== build again");
            substrate.acquire(request, site::say);

            site.say("== destroy");
            Released released = substrate.release("pb1", site::say);
            assertEquals(List.of(), released.remaining());
            assertEquals(3, released.removed().size(), released.removed().toString());
            assertTrue(substrate.access("pb1").isEmpty());
            assertFalse(directory.resolve("pb1/maas").toFile().exists());
            assertTrue(site.region().machines().stream()
                    .noneMatch(machine -> List.of(6, 9, 10).contains(machine.status())));

            Golden.check("story.txt", String.join("\n", arranged(site.maas.lines())) + "\n");
        }
    }

    /** Requests that were made side by side in a fixed order, and what was repeated only counted. */
    private static List<String> arranged(List<String> lines) {
        List<String> sorted = new ArrayList<>();
        for (int from = 0; from < lines.size(); ) {
            int to = from + 1;
            while (to < lines.size() && kind(lines.get(to)).equals(kind(lines.get(from)))) {
                to++;
            }
            sorted.addAll(lines.subList(from, to).stream().sorted().toList());
            from = to;
        }
        List<String> counted = new ArrayList<>();
        for (int i = 0; i < sorted.size(); ) {
            int period = 1;
            int times = repeated(sorted, i, 1);
            if (times == 1) {
                period = 2;
                times = repeated(sorted, i, 2);
            }
            if (times > 1) {
                counted.add(times + " times:");
                sorted.subList(i, i + period).forEach(line -> counted.add("  " + line));
                i += times * period;
            } else {
                counted.add(sorted.get(i++));
            }
        }
        return counted;
    }

    /** How often so many lines from there on stand there in a row. */
    private static int repeated(List<String> lines, int from, int period) {
        int times = 1;
        while (from + (times + 1) * period <= lines.size()
                && lines.subList(from + times * period, from + (times + 1) * period)
                        .equals(lines.subList(from, from + period))) {
            times++;
        }
        return times;
    }

    private static String kind(String line) {
        if (line.startsWith("#")) {
            // Those of the machines that are deployed side by side.
            return line.replaceAll("\\d+ on node\\d+ \\(\\w+\\)", "N")
                    .replaceAll("storage-\\d: Deploying$", "storage-N");
        }
        return line.replaceAll("machines/[a-z0-9]{6}/", "machines/ID/")
                .replaceAll("(op=\\w+).*", "$1")
                .replaceAll("zone=.*", "zone");
    }
}
