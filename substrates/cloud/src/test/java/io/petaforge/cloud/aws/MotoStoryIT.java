package io.petaforge.cloud.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.ByteRate;
import io.petaforge.api.ClusterRequest;
import io.petaforge.api.Disk;
import io.petaforge.api.DriveSpeed;
import io.petaforge.api.Machine;
import io.petaforge.api.MachineId;
import io.petaforge.api.Released;
import io.petaforge.api.SshAccess;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From nothing to machines and back to nothing, as moto and boto3 see it. */
class MotoStoryIT extends OnMoto {
    @TempDir
    private Path state;

    private static Map<String, Set<DriveSpeed>> speeds(List<Machine> machines) {
        return machines.stream()
                .collect(Collectors.groupingBy(
                        Machine::group,
                        Collectors.flatMapping(
                                machine -> machine.disks().stream().flatMap(disk -> disk.speed().stream()),
                                Collectors.toSet())));
    }

    @Test
    void allocatesReachesAndReleases() throws Exception {
        moto.reset();
        List<String> before = moto.listing();
        ClusterRequest request = Site.request("pf1", 2);
        try (AwsSubstrate aws = Site.substrate(Site.settings(between.address()), state, call -> {})) {
            assertEquals(List.of(), aws.preflight(request));
            List<String> planned = aws.offer(request).stream()
                    .flatMap(machine -> machine.disks().stream())
                    .map(Disk::serial)
                    .toList();
            assertEquals(planned.size(), Set.copyOf(planned).size(), "a drive is known by its serial: " + planned);
            Map<String, Set<DriveSpeed>> speeds = speeds(aws.offer(request));
            // 500 MiB/s and 6000 operations each were asked for; two share the 1150 Mbit/s and 6000 of an m5.xlarge,
            // and
            // one has the 2300 Mbit/s of a c5.2xlarge alone.
            assertEquals(
                    Map.of(
                            "storage", Set.of(new DriveSpeed(ByteRate.ofMB(71.875), 3000, true)),
                            "compute", Set.of(new DriveSpeed(ByteRate.ofMB(287.5), 6000, true))),
                    speeds);
            Map<MachineId, SshAccess> access = aws.acquire(request, System.out::println);

            assertEquals(12, access.size());
            assertEquals(
                    12,
                    access.values().stream().map(SshAccess::address).distinct().count());
            assertEquals(
                    12,
                    access.values().stream().map(SshAccess::hostKeys).distinct().count());
            assertEquals(access, aws.access("pf1"));
            Map<String, Long> made = moto.listing().stream()
                    .collect(Collectors.groupingBy(line -> line, TreeMap::new, Collectors.counting()));
            assertEquals(2L, made.get("instance m5.xlarge running eu-central-1a"), made.toString());
            assertEquals(2L, made.get("instance c5.2xlarge running eu-central-1c"), made.toString());
            assertEquals(12L, made.get("volume gp3 187"), made.toString());
            assertEquals(1L, made.get("vpc 10.60.0.0/16"), made.toString());
            assertEquals(1L, made.get("subnet 10.60.16.0/20 eu-central-1b"), made.toString());

            List<Machine> machines = aws.offer(request);
            assertTrue(
                    machines.get(0).disks().stream()
                            .allMatch(disk -> disk.serial().startsWith("vol") != disk.boot()),
                    machines.get(0).toString());
            assertEquals(speeds, speeds(machines));
            assertEquals(12, aws.addresses(request).size());
            assertTrue(aws.addresses(request).values().stream()
                    .allMatch(found -> found.get(0).startsWith("10.60.")));

            int sent = between.forms().size();
            assertEquals(access, aws.acquire(request, call -> {}));
            assertTrue(
                    between.forms().stream().skip(sent).allMatch(form -> form.startsWith("Action=Describe")),
                    "a second acquire changes nothing");

            MachineId leaving = access.keySet().iterator().next();
            Released one = aws.releaseMachines("pf1", Set.of(leaving), call -> {});
            assertEquals(List.of(), one.remaining());
            assertTrue(one.removed().stream().anyMatch(thing -> thing.startsWith("machine i-")), one.toString());
            assertFalse(aws.access("pf1").containsKey(leaving));
            assertEquals(11, aws.access("pf1").size());
            assertEquals(
                    List.of(),
                    aws.releaseMachines("pf1", Set.of(leaving), call -> {}).removed(),
                    "it is gone");
            assertTrue(moto.listing().contains("vpc 10.60.0.0/16"), "what the others stand in stays");

            Released released = aws.release("pf1", call -> {});
            assertEquals(List.of(), released.remaining());
            assertFalse(released.removed().isEmpty());
        }
        assertEquals(before, moto.listing());
        List<String> checked = Moto.check(between.forms());
        assertEquals(List.of("checked " + between.forms().size() + " requests against 2016-11-15"), checked);
    }
}
