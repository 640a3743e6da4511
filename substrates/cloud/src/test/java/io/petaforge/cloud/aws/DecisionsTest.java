package io.petaforge.cloud.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.BitRate;
import io.petaforge.api.ByteRate;
import io.petaforge.api.ByteSize;
import io.petaforge.api.Cidr;
import io.petaforge.api.DiskRequest;
import io.petaforge.api.Media;
import io.petaforge.cloud.CloudFailure.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is decided without asking anybody. */
class DecisionsTest {
    private static final ByteSize TB = new ByteSize(1_000_000_000_000L);

    private static InstanceType type(ByteSize... disks) {
        return new InstanceType(
                "i4i.test",
                8,
                ByteSize.ofGiB(64),
                List.of(disks),
                BitRate.ofGbit(10),
                List.of("x86_64"),
                true,
                List.of(),
                Optional.empty());
    }

    private static DiskRequest asked(int count, Media media, ByteSize size) {
        return new DiskRequest(count, media, size);
    }

    @Test
    void nvmeIsTheTypesOwnAndFlashIsAVolume() {
        Drives drives = Drives.of(
                        type(TB, TB.times(2)), List.of(asked(1, Media.NVME, TB.times(2)), asked(2, Media.SSD, TB)))
                .orElseThrow();
        assertEquals(List.of(TB.times(2)), drives.own());
        assertEquals(
                List.of("/dev/sdf", "/dev/sdg"),
                drives.volumes().stream().map(Drives.Volume::device).toList());
        assertEquals(932, drives.volumes().get(0).gibibytes());
    }

    @Test
    void aTypeWithoutSuchDrivesWillNotDo() {
        assertTrue(Drives.of(type(TB), List.of(asked(2, Media.NVME, TB))).isEmpty());
        assertTrue(
                Drives.of(type(TB), List.of(asked(1, Media.NVME, TB.times(2)))).isEmpty());
        assertTrue(Drives.of(type(), List.of(asked(22, Media.SSD, TB))).isEmpty());
    }

    @Test
    void aRotatingVolumeIsNeverSmallerThanEbsMakesThem() {
        Drives drives = Drives.of(type(), List.of(asked(1, Media.HDD, ByteSize.ofGiB(10))))
                .orElseThrow();
        assertEquals(125, drives.volumes().get(0).gibibytes());
    }

    @Test
    void aRuleThatOpensToTheWorldIsNeverWritten() {
        for (String world : List.of("0.0.0.0/0", "0.0.0.0/1", "128.0.0.0/1", "::/0", "2000::/3")) {
            SecurityRule rule = SecurityRule.ssh(Cidr.parse(world));
            assertThrows(IllegalArgumentException.class, () -> rule.allowed("IpPermissions.1"), world);
        }
        assertThrows(IllegalArgumentException.class, () -> SecurityRule.ANYWHERE.allowed("IpPermissions.1"));
        assertFalse(SecurityRule.opensToTheWorld(Cidr.parse("10.0.0.0/8")));
    }

    @Test
    void rulesOfAGroupAreReadAsTheyAreAsked() {
        Xml ssh = element(
                "item",
                element("ipProtocol", "tcp"),
                element("fromPort", "22"),
                element("toPort", "22"),
                element("ipRanges", element("item", element("cidrIp", "198.51.100.7/32"))),
                element("ipv6Ranges", element("item", element("cidrIpv6", "2001:db8::/48"))),
                element("groups", element("item", element("groupId", "sg-2"))));
        Xml own = element(
                "item", element("ipProtocol", "-1"), element("groups", element("item", element("groupId", "sg-1"))));
        Xml group = element("item", element("groupId", "sg-1"), element("ipPermissions", ssh, own));
        assertEquals(
                List.of(
                        SecurityRule.ssh(Cidr.parse("198.51.100.7/32")),
                        SecurityRule.ssh(Cidr.parse("2001:0DB8:0:0::/48")),
                        SecurityRule.sshOfGroup("sg-2"),
                        SecurityRule.among("sg-1")),
                SecurityRule.read(group, "ipPermissions"));
        assertEquals(List.of(), SecurityRule.read(group, "ipPermissionsEgress"));
    }

    private static List<String> problems(String network, List<String> operators) {
        AwsSettings right = Site.settings(java.net.URI.create("http://127.0.0.1:1"));
        AwsSettings settings = new AwsSettings(
                right.region(),
                right.endpoint(),
                Cidr.parse(network),
                right.zones(),
                operators.stream().map(Cidr::parse).toList(),
                right.image(),
                right.user(),
                right.placement(),
                right.bootDrive(),
                right.volumes(),
                right.groups(),
                right.startTimeout(),
                right.replacements(),
                right.end(),
                right.jump(),
                right.quotas());
        AwsRecord record = new AwsRecord(1, "pf1", "t", right.region(), List.of(), List.of(), List.of(), false);
        return RequestCheck.problems(Site.request("pf1", 1), settings, record).stream()
                .map(io.petaforge.api.Problem::render)
                .toList();
    }

    @Test
    void rangesThatOpenTooMuchOrOverlapAreFoundWithoutAskingAnybody() {
        assertEquals(List.of(), problems("10.60.0.0/16", List.of("198.51.100.7/32")));
        for (String world : List.of("0.0.0.0/0", "::/0", "64.0.0.0/2", "2000::/3")) {
            assertEquals(
                    List.of("PF-AWS-009: substrate.aws.operators: " + world
                            + " would open the machines' SSH to the world\n    -> Write the addresses that you connect"
                            + " from, such as 198.51.100.7/32."),
                    problems("10.60.0.0/16", List.of(world)));
        }
        assertEquals(
                List.of(
                        "PF-AWS-025: substrate.aws.operators: together the ranges hold 83886080 addresses, and would open"
                                + " the machines' SSH to a large part of the world\n    -> Write the addresses that you connect"
                                + " from, such as 198.51.100.7/32."),
                problems("10.60.0.0/16", List.of("1.0.0.0/8", "2.0.0.0/8", "3.0.0.0/8", "4.0.0.0/8", "5.0.0.0/8")));
        assertEquals(
                List.of("PF-AWS-025: substrate.aws.operators: 61 ranges of IPv4: a security group of EC2 takes 60\n"
                        + "    -> Join neighbours, or connect from fewer places."),
                problems(
                        "10.60.0.0/16",
                        java.util.stream.IntStream.range(0, 61)
                                .mapToObj(number -> "198.51.100." + number + "/32")
                                .toList()));
        assertEquals(
                List.of(
                        "PF-AWS-026: substrate.aws.network: 172.17.0.0/16 overlaps 172.17.0.0/16, which EC2 or its machines"
                                + " need for themselves\n    -> Write for example 10.60.0.0/16."),
                problems("172.17.0.0/16", List.of("198.51.100.7/32")));
        assertEquals(
                List.of(
                        "PF-AWS-018: substrate.aws.network: 10.60.0.0/16 overlaps 10.60.7.0/24, from where the operators"
                                + " come: answers would never leave it\n    -> Choose another private range."),
                problems("10.60.0.0/16", List.of("10.60.7.0/24")));
    }

    @Test
    void familiesOfTypesAreCountedByTheirOwnQuota() {
        Map<String, String> codes = Map.of(
                "m6i.4xlarge", "L-1216C47A",
                "im4gn.large", "L-1216C47A",
                "is4gen.large", "L-1216C47A",
                "x2idn.16xlarge", "L-7295265B",
                "inf2.xlarge", "L-1945791B",
                "trn1.2xlarge", "L-2C3B7624",
                "g5.xlarge", "L-DB2E81BA",
                "vt1.3xlarge", "L-DB2E81BA",
                "p4d.24xlarge", "L-417A185B");
        codes.forEach((type, code) ->
                assertEquals(code, QuotaKind.of(type).orElseThrow().code(false), type));
        assertEquals("L-34B43A08", QuotaKind.STANDARD.code(true));
        assertTrue(QuotaKind.of("hpc6a.48xlarge").isEmpty());
        assertTrue(QuotaKind.of("u-6tb1.metal").isEmpty());
    }

    @Test
    void codesOfEc2MeanThis() {
        Map<String, Kind> codes = Map.of(
                "InvalidVpcID.NotFound", Kind.UNKNOWN,
                "VpcLimitExceeded", Kind.QUOTA,
                "RequestLimitExceeded", Kind.THROTTLED,
                "VcpuLimitExceeded", Kind.QUOTA,
                "DependencyViolation", Kind.STATE,
                "UnauthorizedOperation", Kind.FORBIDDEN,
                "AuthFailure", Kind.CREDENTIALS,
                "InsufficientInstanceCapacity", Kind.CAPACITY,
                "InvalidParameterValue", Kind.REFUSED,
                "Unavailable", Kind.SERVER);
        codes.forEach((code, kind) -> assertEquals(kind, Ec2Failures.kind(code, 400), code));
    }

    @Test
    void aTypeIsReadWithItsDrivesAndItsBaselines() {
        Xml item = element(
                "item",
                element("instanceType", "i4i.8xlarge"),
                element("vCpuInfo", element("defaultVCpus", "32")),
                element("memoryInfo", element("sizeInMiB", "262144")),
                element(
                        "instanceStorageInfo",
                        element(
                                "disks",
                                element(
                                        "item",
                                        element("count", "2"),
                                        element("sizeInGB", "3750"),
                                        element("type", "ssd")))),
                element("networkInfo", element("networkPerformance", "18.75 Gigabit")),
                element(
                        "ebsInfo",
                        element(
                                "ebsOptimizedInfo",
                                element("baselineBandwidthInMbps", "10000"),
                                element("baselineIops", "40000"),
                                element("maximumBandwidthInMbps", "20000"),
                                element("maximumIops", "80000"))),
                element("supportedUsageClasses", element("item", "on-demand"), element("item", "spot")));
        InstanceType type = InstanceType.read(item);
        assertEquals(32, type.threads());
        assertEquals(ByteSize.ofGiB(256), type.memory());
        assertEquals(List.of(new ByteSize(3_750_000_000_000L), new ByteSize(3_750_000_000_000L)), type.disks());
        assertEquals(new BitRate(18_750_000_000L), type.network());
        assertTrue(type.spot());
        assertEquals(Optional.of(new InstanceType.Ebs(ByteRate.ofMB(1250), 40_000)), type.ebs());
    }

    @Test
    void ofTwoInstancesThatAreOneMachineTheRecordedStays() {
        AwsRecord.Batch batch = new AwsRecord.Batch(
                "b1",
                "storage",
                "rack-a",
                "z",
                1,
                "m5.large",
                false,
                "ami",
                "/dev/sda1",
                "",
                2,
                List.of("storage-1", "storage-2"),
                true);
        AwsRecord record = new AwsRecord(
                1,
                "pf1",
                "t",
                "r",
                List.of(batch),
                List.of(new AwsRecord.Held("storage-1", "b1", "i-2", "", "", "k", Map.of())),
                List.of(),
                false);
        Observed now = Observed.of(
                record,
                Stream.of("i-1", "i-2").map(id -> instance(id, 0, "running")).toList());
        assertEquals("i-2", now.machines().get("storage-1").id());
        assertEquals(List.of("i-1"), now.surplus().stream().map(Instance::id).toList());
    }

    private static Instance instance(String id, int index, String state) {
        return new Instance(
                id,
                index,
                state,
                "",
                "m5.large",
                "z",
                "10.0.0.1",
                "198.51.100.1",
                false,
                "/dev/sda1",
                "ebs",
                Map.of(),
                Map.of(LaunchRequest.BATCH, "b1"));
    }

    private static Xml element(String name, Xml... children) {
        return new Xml(name, "", List.of(children));
    }

    private static Xml element(String name, String text) {
        return new Xml(name, text, List.of());
    }
}
