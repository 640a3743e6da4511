package io.petaforge.cloud.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.Charged;
import io.petaforge.api.ChargedService;
import io.petaforge.api.ClusterRequest;
import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.SshAccess;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Machines without public addresses: what is made for them, how they are reached, and that nothing of it is left. */
class JumpHostIT extends OnMoto {
    private static final ClusterRequest REQUEST = Site.request("pf1", 1);

    private static final ClusterRequest ONE =
            new ClusterRequest("pf1", REQUEST.machines().subList(0, 1), List.of());

    @TempDir
    private Path state;

    private final List<String> said = new ArrayList<>();
    private int first;

    @BeforeEach
    void clean() throws Exception {
        empty();
        first = between.forms().size();
    }

    private AwsSubstrate substrate(Path where, AtomicBoolean dead) {
        return mortal(Site.behindJumpHost(between.address()), where, dead);
    }

    /** Requests of this test. */
    private List<String> decoded(String action) {
        return between.forms().stream()
                .skip(first)
                .filter(form -> form.startsWith("Action=" + action + "&"))
                .map(form -> URLDecoder.decode(form, StandardCharsets.UTF_8))
                .toList();
    }

    private static void behindItsBack(String program) throws Exception {
        Moto.python(
                "",
                "import boto3\n"
                        + "ec2 = boto3.client('ec2', region_name='eu-central-1', endpoint_url='" + moto.address()
                        + "', aws_access_key_id='other', aws_secret_access_key='other')\n" + program);
    }

    @Test
    void machinesHaveNoPublicAddressAndAreReachedThroughOneThatIsNoneOfThem() throws Exception {
        try (AwsSubstrate aws = substrate(state, new AtomicBoolean())) {
            assertEquals(List.of(), aws.preflight(REQUEST));
            Charged charged = aws.charged(REQUEST);
            assertEquals(
                    List.of("jump-host t3.micro 1"),
                    charged.machines().stream()
                            .filter(machine -> machine.addresses() > 0)
                            .map(machine -> machine.group() + " " + machine.type() + " " + machine.addresses())
                            .toList());
            assertEquals(7, charged.machines().size());
            assertEquals(List.of(new ChargedService("nat-gateway", 1)), charged.services());
            assertEquals(
                    List.of(
                            "what passes the NAT gateway, by the GB",
                            "what passes between availability zones, by the GB"),
                    charged.byUse());
            Map<MachineId, SshAccess> access = aws.acquire(REQUEST, said::add);

            assertEquals(
                    REQUEST.machines().stream().map(machine -> machine.id()).collect(Collectors.toSet()),
                    access.keySet());
            List<SshAccess.Jump> jumps = access.values().stream()
                    .map(SshAccess::jump)
                    .map(found -> found.orElseThrow())
                    .distinct()
                    .toList();
            assertEquals(1, jumps.size());
            assertFalse(jumps.get(0).address().startsWith("10."), jumps.toString());
            assertEquals(1, jumps.get(0).hostKeys().size());
            assertTrue(access.values().stream()
                    .allMatch(host -> host.address().startsWith("10.60.")
                            && !host.hostKeys().equals(jumps.get(0).hostKeys())));
            assertEquals(charged, aws.charged(REQUEST), "as it was planned, so it came");
            assertEquals(6, aws.addresses(REQUEST).size());
            assertEquals(6, aws.power("pf1").size());
            assertEquals(access, aws.access("pf1"));

            Map<String, Long> made = moto.listing().stream()
                    .collect(Collectors.groupingBy(line -> line, TreeMap::new, Collectors.counting()));
            for (String one : List.of(
                    "nat-gateway available",
                    "address",
                    "instance t3.micro running eu-central-1a",
                    "subnet 10.60.240.0/20 eu-central-1a",
                    "security-group pf1-jump",
                    "security-group pf1-machines")) {
                assertEquals(1L, made.get(one), one + " in " + made);
            }
            assertEquals(2L, made.get("route-table") - 1, "beside the network's own");

            for (String run : decoded("RunInstances")) {
                boolean jump = run.contains("InstanceType=t3.micro");
                assertTrue(run.contains("NetworkInterface.1.AssociatePublicIpAddress=" + jump), run);
                assertTrue(run.contains("MetadataOptions.HttpTokens=required"), run);
                assertTrue(run.contains("TagSpecification.1.ResourceType=instance"), run);
            }
            // SSH from the operators to the jump host alone; from there to the machines; and nothing else from outside.
            List<String> ways = decoded("AuthorizeSecurityGroupIngress");
            assertEquals(2, ways.size());
            assertTrue(ways.get(0).contains("IpPermissions.1.IpRanges.1.CidrIp=198.51.100.7/32"), ways.get(0));
            assertTrue(ways.get(0).contains("IpPermissions.2.Ipv6Ranges.1.CidrIpv6=2001:db8::/48"), ways.get(0));
            assertFalse(ways.get(0).contains("IpPermissions.3"), ways.get(0));
            assertFalse(ways.get(1).contains("Ranges"), ways.get(1));
            assertTrue(ways.get(1).contains("IpPermissions.1.FromPort=22"), ways.get(1));
            assertFalse(ways.get(1).contains("IpPermissions.3"), ways.get(1));
            assertTrue(decoded("RevokeSecurityGroupEgress").get(0).contains("CidrIp=0.0.0.0/0"));
            assertTrue(decoded("AuthorizeSecurityGroupEgress").get(0).contains("CidrIp=10.60.0.0/16"));

            int sent = between.forms().size();
            assertEquals(access, aws.acquire(REQUEST, call -> {}));
            assertEquals(
                    List.of(),
                    between.forms().stream()
                            .skip(sent)
                            .filter(form -> !form.startsWith("Action=Describe"))
                            .toList(),
                    "a second acquire changes nothing");

            assertEquals(List.of(), aws.release("pf1", said::add).remaining());
        }
        assertEquals(nothing, moto.listing());
        List<String> forms = between.forms().subList(first, between.forms().size());
        assertEquals(List.of("checked " + forms.size() + " requests against 2016-11-15"), Moto.check(forms));
    }

    /** Ends at a request; the next run goes on where that one was, or gives everything back. */
    private void ended(String action, boolean carriedOut, boolean resumed) throws Exception {
        clean();
        String what = action + (carriedOut ? " carried out" : " not sent");
        Path where = Files.createDirectory(state.resolve(action + carriedOut));
        AtomicBoolean dead = new AtomicBoolean();
        between.script((number, asked, form) -> {
            if (!dead.get() && !asked.equals(action)) {
                return Between.Fate.PASS;
            }
            boolean first = !dead.getAndSet(true);
            return first && carriedOut ? Between.Fate.ANSWER_LOST : Between.Fate.NEVER_SENT;
        });
        try (AwsSubstrate aws = substrate(where, dead)) {
            assertThrows(Killed.class, () -> aws.acquire(ONE, said::add), what);
        }
        between.script(Between.Script.HONEST);
        try (AwsSubstrate next = substrate(where, new AtomicBoolean())) {
            if (resumed) {
                assertEquals(1, next.acquire(ONE, call -> {}).size(), what);
                List<String> made = moto.listing();
                assertEquals(1, Collections.frequency(made, "nat-gateway available"), what);
                assertEquals(1, Collections.frequency(made, "address"), what);
            }
            assertEquals(List.of(), next.release("pf1", call -> {}).remaining(), what);
            assertEquals(List.of(), next.orphans("pf1"), what);
        }
        assertEquals(nothing, moto.listing(), what);
    }

    @Test
    void aRunThatEndsBetweenTheRequestForAGatewayAndItsAnswerLeavesNothing() throws Exception {
        ended("AllocateAddress", true, true);
        ended("CreateNatGateway", true, true);
        ended("CreateNatGateway", false, false);
    }

    @Test
    void aReleaseThatEndsBetweenGatewayAndAddressIsFinishedByTheNext() throws Exception {
        AtomicBoolean dead = new AtomicBoolean();
        try (AwsSubstrate aws = substrate(state, dead)) {
            aws.acquire(ONE, said::add);
            between.script((number, asked, form) -> {
                dead.set(dead.get() || asked.equals("ReleaseAddress"));
                return dead.get() ? Between.Fate.NEVER_SENT : Between.Fate.PASS;
            });
            assertThrows(Killed.class, () -> aws.release("pf1", said::add));
        }
        between.script(Between.Script.HONEST);
        try (AwsSubstrate next = substrate(state, new AtomicBoolean())) {
            assertEquals(List.of(), next.release("pf1", call -> {}).remaining());
        }
        assertEquals(nothing, moto.listing());
    }

    @Test
    void aRuleThatNobodyAskedForIsClosedAndAGatewayThatIsGoneReplaced() throws Exception {
        try (AwsSubstrate aws = substrate(state, new AtomicBoolean())) {
            aws.acquire(ONE, said::add);
            List<String> whole = moto.listing();
            behindItsBack("for g in ec2.describe_security_groups(Filters=[{'Name': 'tag-key', 'Values':"
                    + " ['petaforge-cluster']}])['SecurityGroups']:\n"
                    + "    ec2.authorize_security_group_ingress(GroupId=g['GroupId'], IpProtocol='tcp', FromPort=22,"
                    + " ToPort=22, CidrIp='0.0.0.0/0')\n"
                    + "for n in ec2.describe_nat_gateways()['NatGateways']:\n"
                    + "    ec2.delete_nat_gateway(NatGatewayId=n['NatGatewayId'])\n"
                    // EC2 does that by itself.
                    + "for a in ec2.describe_addresses()['Addresses']:\n"
                    + "    ec2.disassociate_address(AssociationId=a['AssociationId'])\n");
            aws.acquire(ONE, said::add);
            assertEquals(2, decoded("RevokeSecurityGroupIngress").size());
            assertEquals(1, decoded("ReplaceRoute").size());
            assertEquals(whole, moto.listing());
            assertEquals(
                    2,
                    said.stream()
                            .filter(line -> line.startsWith("closed what nobody needs in sg-")
                                    && line.endsWith(": tcp 22, 0.0.0.0/0"))
                            .count(),
                    said.toString());
            aws.release("pf1", said::add);
        }
        assertEquals(nothing, moto.listing());
    }

    @Test
    void anotherAccessThanTheClusterWasBegunWithIsRefused() throws Exception {
        try (AwsSubstrate aws = substrate(state, new AtomicBoolean())) {
            aws.acquire(ONE, said::add);
        }
        try (AwsSubstrate open = Site.substrate(Site.settings(between.address()), state, call -> {})) {
            PetaforgeException refused = assertThrows(PetaforgeException.class, () -> open.acquire(ONE, said::add));
            assertEquals(
                    "PF-AWS-019: substrate.aws.access: the cluster pf1 was begun with 'access: jump', and its subnets are"
                            + " made for that\n    -> Write that, or destroy the cluster first.",
                    refused.getMessage());
            // What is there is given back whatever the inventory says now.
            assertEquals(List.of(), open.release("pf1", said::add).remaining());
        }
        assertEquals(nothing, moto.listing());
    }
}
