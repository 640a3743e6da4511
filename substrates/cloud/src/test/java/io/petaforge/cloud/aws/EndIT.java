package io.petaforge.cloud.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.petaforge.api.ChargedMachine;
import io.petaforge.api.ClusterRequest;
import io.petaforge.api.EndTimer;
import io.petaforge.api.MachineId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Machines with an end: what EC2 is told, and what the machines are. What they cost is asked on the way. */
class EndIT {
    private static final Instant END = Instant.parse("2026-03-01T16:00:00Z");

    @TempDir
    private Path state;

    @Test
    void machinesTerminateThemselvesAtTheirEndAndThoseWithoutOneOnlyStop() throws Exception {
        assumeTrue(Moto.present(), "moto cannot be installed");
        try (Moto moto = Moto.start();
                Between between = Between.of(moto.address())) {
            moto.reset();
            List<String> before = moto.listing();
            ClusterRequest request = Site.request("pf1", 1);
            AwsSettings settings = Site.ending(Site.settings(between.address()), END);
            try (AwsSubstrate aws = Site.substrate(settings, state, call -> {})) {
                Map<MachineId, ChargedMachine> planned = charged(aws, request);
                aws.acquire(request, call -> {});
                List<Map<String, String>> runs = runs(between.forms());
                assertEquals(6, runs.size());
                for (Map<String, String> run : runs) {
                    assertEquals("terminate", run.get("InstanceInitiatedShutdownBehavior"), run.toString());
                    assertEquals("true", run.get("BlockDeviceMapping.1.Ebs.DeleteOnTermination"));
                    String userData = userData(run.getOrDefault("UserData", ""));
                    new EndTimer(END).files().forEach((path, content) -> {
                        assertTrue(userData.contains("  - path: " + path + "\n"), userData);
                        content.lines().forEach(line -> assertTrue(userData.contains("      " + line + "\n"), line));
                    });
                    assertTrue(userData.contains("OnCalendar=2026-03-01 16:00:00 UTC\n"), userData);
                    assertTrue(userData.contains("[systemctl, enable, --now, petaforge-end.timer]"), userData);
                }
                assertEquals(planned, charged(aws, request), "as they were planned, so they came");
                ChargedMachine compute = planned.getOrDefault(new MachineId("compute-1"), none());
                assertEquals("c5.2xlarge", compute.type());
                assertTrue(compute.spot());
                assertEquals(2, compute.volumes().size(), "the one for the operating system too");
                assertEquals(6000, compute.volumes().get(1).iops().orElse(0));

                // A later run, with a later end, takes nothing new and leaves what was asked for as it was.
                int sent = between.forms().size();
                try (AwsSubstrate later =
                        Site.substrate(Site.ending(settings, END.plusSeconds(3600)), state, call -> {})) {
                    later.acquire(request, call -> {});
                }
                assertTrue(between.forms().stream().skip(sent).allMatch(form -> form.startsWith("Action=Describe")));
                assertEquals(List.of(), aws.release("pf1", call -> {}).remaining());
            }
            try (AwsSubstrate aws = Site.substrate(Site.settings(between.address()), state, call -> {})) {
                int sent = between.forms().size();
                aws.acquire(request, call -> {});
                List<Map<String, String>> runs =
                        runs(between.forms().subList(sent, between.forms().size()));
                assertEquals(6, runs.size());
                for (Map<String, String> run : runs) {
                    boolean spot = run.containsKey("InstanceMarketOptions.MarketType");
                    assertEquals(spot ? "terminate" : "stop", run.get("InstanceInitiatedShutdownBehavior"));
                    assertTrue(!userData(run.getOrDefault("UserData", "")).contains("poweroff"));
                }
                assertEquals(List.of(), aws.release("pf1", call -> {}).remaining());
            }
            assertEquals(before, moto.listing());
            assertEquals(
                    List.of("checked " + between.forms().size() + " requests against 2016-11-15"),
                    Moto.check(between.forms()));
        }
    }

    private static ChargedMachine none() {
        return new ChargedMachine(new MachineId("none"), "", "", false, List.of(), 0);
    }

    private static Map<MachineId, ChargedMachine> charged(AwsSubstrate aws, ClusterRequest request) {
        return aws.charged(request).machines().stream()
                .collect(Collectors.toMap(ChargedMachine::id, machine -> machine));
    }

    private static List<Map<String, String>> runs(List<String> forms) {
        return forms.stream()
                .filter(form -> form.startsWith("Action=RunInstances"))
                .map(form -> Arrays.stream(form.split("&"))
                        .map(pair -> pair.split("=", 2))
                        .collect(Collectors.toMap(
                                pair -> decoded(pair[0]), pair -> decoded(pair.length < 2 ? "" : pair[1]))))
                .toList();
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static String userData(String encoded) {
        byte[] bytes = Base64.getDecoder().decode(encoded);
        boolean packed = bytes.length > 1 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b;
        if (!packed) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
