package io.petaforge.cloud.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.ClusterRequest;
import io.petaforge.api.Ed25519Key;
import io.petaforge.api.ExitCode;
import io.petaforge.api.PetaforgeException;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What EC2 does and moto does not: throttles, has no capacity, loses answers, forgets for a while what it has made. */
class FaultsIT extends OnMoto {
    @TempDir
    private Path state;

    private final List<String> said = new ArrayList<>();

    @BeforeEach
    void clean() throws Exception {
        empty();
    }

    private static ClusterRequest two(String group) {
        ClusterRequest all = Site.request("pf1", 2);
        return new ClusterRequest(
                "pf1",
                all.machines().stream()
                        .filter(machine ->
                                machine.group().equals(group) && machine.rack().equals("rack-b"))
                        .toList(),
                List.of());
    }

    private AwsSubstrate substrate() {
        return Site.substrate(Site.settings(between.address()), state, call -> {});
    }

    private static String decoded(String form) {
        return URLDecoder.decode(form, StandardCharsets.UTF_8);
    }

    @Test
    void machinesAreTaggedEncryptedAndOfTheSecondMetadataServiceFromTheRequestThatMakesThem() throws Exception {
        int before = between.forms("RunInstances").size();
        try (AwsSubstrate aws = substrate()) {
            assertEquals(2, aws.acquire(two("storage"), said::add).size());
            String form = decoded(between.forms("RunInstances").get(before));
            for (String part : List.of(
                    "MinCount=2",
                    "MaxCount=2",
                    "MetadataOptions.HttpTokens=required",
                    "BlockDeviceMapping.2.Ebs.VolumeType=gp3",
                    "BlockDeviceMapping.2.Ebs.Iops=6000",
                    "BlockDeviceMapping.2.Ebs.Throughput=500",
                    "BlockDeviceMapping.3.Ebs.Encrypted=true",
                    "TagSpecification.1.ResourceType=instance",
                    "TagSpecification.1.Tag.3.Key=petaforge-cluster",
                    "TagSpecification.2.ResourceType=volume",
                    "ClientToken=")) {
                assertTrue(form.contains(part), part);
            }
            assertTrue(between.forms("AuthorizeSecurityGroupIngress").stream()
                    .map(FaultsIT::decoded)
                    .noneMatch(rule -> rule.contains("=0.0.0.0/0") || rule.contains("=::/0")));
            aws.release("pf1", said::add);
        }
        assertEquals(nothing, moto.listing());
    }

    @Test
    void spotThatCannotBeHadBecomesMachinesAtTheFullPriceAfterItsTime() throws Exception {
        AtomicInteger spot = new AtomicInteger();
        between.script((number, action, form) -> {
            if (action.equals("RunInstances") && form.contains("MarketType=spot")) {
                spot.incrementAndGet();
                return Between.Fate.error(500, "InsufficientInstanceCapacity");
            }
            return Between.Fate.PASS;
        });
        try (AwsSubstrate aws = substrate()) {
            assertEquals(2, aws.acquire(two("compute"), said::add).size());
            // Five minutes of rounds over two types, all or some of each.
            assertTrue(spot.get() >= 80, spot.toString());
            assertTrue(
                    said.contains("2 of group compute cannot be had as spot in eu-central-1b: taken at the full price"),
                    said.toString());
            aws.release("pf1", said::add);
        }
        assertEquals(nothing, moto.listing());
    }

    @Test
    void theNextTypeServesWhatTheFirstCannot() throws Exception {
        between.script(
                (number, action, form) -> action.equals("RunInstances") && form.contains("InstanceType=c5.2xlarge")
                        ? Between.Fate.error(500, "InsufficientInstanceCapacity")
                        : Between.Fate.PASS);
        try (AwsSubstrate aws = substrate()) {
            aws.acquire(two("compute"), said::add);
            assertEquals(
                    2,
                    moto.listing().stream()
                            .filter(line -> line.equals("instance c5d.2xlarge running eu-central-1b"))
                            .count());
            aws.release("pf1", said::add);
        }
    }

    @Test
    void withoutCapacityNothingIsLeft() throws Exception {
        between.script(
                (number, action, form) -> action.equals("RunInstances") && form.contains("InstanceType=m5.xlarge")
                        ? Between.Fate.error(500, "InsufficientInstanceCapacity")
                        : Between.Fate.PASS);
        try (AwsSubstrate aws = substrate()) {
            PetaforgeException refused =
                    assertThrows(PetaforgeException.class, () -> aws.acquire(Site.request("pf1", 1), said::add));
            assertEquals(ExitCode.PREFLIGHT, refused.exitCode());
            assertEquals(
                    "PF-AWS-020: EC2 has no capacity for 1 of 1 machines of group storage in rack rack-a"
                            + " (eu-central-1a): m5.xlarge: InsufficientInstanceCapacity, as the test says.\n"
                            + "    -> Name further instance types for the group, move the rack to another zone, or try"
                            + " later. Nothing that this run took was kept.",
                    refused.getMessage());
        }
        assertEquals(nothing, moto.listing());
    }

    @Test
    void aThrottledRequestIsSentAgainAndALostAnswerLookedFor() throws Exception {
        AtomicInteger throttled = new AtomicInteger();
        AtomicInteger lost = new AtomicInteger();
        List<String> once = new ArrayList<>();
        between.script((number, action, form) -> {
            if (number % 5 == 0) {
                throttled.incrementAndGet();
                return Between.Fate.error(503, "RequestLimitExceeded");
            }
            boolean makes = action.startsWith("Create") || action.startsWith("A") || action.equals("RunInstances");
            if (makes && !once.contains(action)) {
                once.add(action);
                lost.incrementAndGet();
                return Between.Fate.ANSWER_LOST;
            }
            return Between.Fate.PASS;
        });
        try (AwsSubstrate aws = substrate()) {
            assertEquals(2, aws.acquire(two("storage"), said::add).size());
            assertTrue(throttled.get() >= 5, throttled.toString());
            assertTrue(lost.get() >= 8, once.toString());
            between.script(Between.Script.HONEST);
            assertEquals(List.of(), aws.release("pf1", said::add).remaining());
        }
        assertEquals(nothing, moto.listing());
    }

    @Test
    void whatWasJustMadeMayBeUnknownForAWhile() throws Exception {
        AtomicInteger unknown = new AtomicInteger();
        between.script((number, action, form) -> {
            boolean needsParent = List.of("CreateSubnet", "CreateRouteTable", "RunInstances", "AttachInternetGateway")
                    .contains(action);
            if (needsParent && unknown.incrementAndGet() % 3 != 0) {
                return Between.Fate.error(400, "InvalidVpcID.NotFound");
            }
            return Between.Fate.PASS;
        });
        try (AwsSubstrate aws = substrate()) {
            assertEquals(2, aws.acquire(two("storage"), said::add).size());
            aws.release("pf1", said::add);
        }
        assertEquals(nothing, moto.listing());
    }

    @Test
    void everythingThatIsWrongIsSaidBeforeAnythingIsMade() throws Exception {
        between.script((number, action, form) ->
                action.startsWith("Describe") ? Between.Fate.PASS : Between.Fate.error(500, "TheTestForbidsIt"));
        AwsSettings wrong = Wrong.settings(between.address());
        try (AwsSubstrate aws = Site.substrate(wrong, state, call -> {})) {
            PetaforgeException refused =
                    assertThrows(PetaforgeException.class, () -> aws.acquire(Site.request("pf1", 1), said::add));
            assertEquals(
                    List.of(
                            "PF-AWS-004",
                            "PF-AWS-009",
                            "PF-AWS-018",
                            "PF-AWS-010",
                            "PF-AWS-011",
                            "PF-AWS-016",
                            "PF-AWS-014"),
                    refused.problems().stream().map(problem -> problem.code()).toList(),
                    refused.getMessage());
        }
        assertEquals(nothing, moto.listing());
    }

    @Test
    void refusedCredentialsAreOneProblem() throws IOException {
        between.script((number, action, form) -> Between.Fate.error(401, "AuthFailure"));
        try (AwsSubstrate aws = substrate()) {
            assertEquals(
                    List.of("PF-CLOUD-012"),
                    aws.preflight(two("storage")).stream()
                            .map(problem -> problem.code())
                            .toList());
        }
    }

    @Test
    void eachMachineOfARequestFindsItsOwnNameAndKeyAsCloudInitRendersThem() throws Exception {
        List<BatchUserData.Identity> machines = new ArrayList<>();
        for (int number = 1; number <= 12; number++) {
            Ed25519Key key = Ed25519Key.generate();
            machines.add(new BatchUserData.Identity("storage-" + number, List.of(key.privateFile(), key.publicLine())));
        }
        String text = BatchUserData.text(
                machines, "operator", "admin", "ssh-ed25519 OP", Optional.of(Instant.parse("2026-03-01T12:00:00Z")));
        String rendered = Moto.python(
                text,
                "import jinja2, sys, yaml\n"
                        + "text = sys.stdin.read()\n"
                        + "for i in ['0', '10', 11]:\n"
                        + "    data = {'ds': {'meta_data': {'ami_launch_index': i}}}\n"
                        + "    found = yaml.safe_load(jinja2.Template(text, trim_blocks=True).render(data))\n"
                        + "    print(found['hostname'], found['ssh_keys']['ed25519_public'], found['users'][1]['name'],"
                        + " len(found['write_files']))\n");
        assertEquals(
                machines.get(0).machine() + " " + machines.get(0).hostKey().get(1) + " operator 2\n"
                        + machines.get(10).machine() + " "
                        + machines.get(10).hostKey().get(1) + " operator 2\n"
                        + machines.get(11).machine() + " "
                        + machines.get(11).hostKey().get(1) + " operator 2\n",
                rendered);
    }
}
