package io.petaforge.cloud.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.BitRate;
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
                List.of());
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
            IngressRule rule = new IngressRule("tcp", 22, Optional.of(Cidr.parse(world)));
            assertThrows(IllegalArgumentException.class, () -> rule.parameters("IpPermissions.1", "sg-1"), world);
        }
        assertFalse(IngressRule.opensToTheWorld(Cidr.parse("10.0.0.0/8")));
    }

    @Test
    void rulesThatAreThereAreKnown() {
        Xml ssh = element(
                "item",
                element("ipProtocol", "tcp"),
                element("fromPort", "22"),
                element("toPort", "22"),
                element("ipRanges", element("item", element("cidrIp", "198.51.100.7/32"))));
        Xml own = element(
                "item", element("ipProtocol", "-1"), element("groups", element("item", element("groupId", "sg-1"))));
        Xml group = element("item", element("groupId", "sg-1"), element("ipPermissions", ssh, own));
        List<IngressRule> rules = IngressRule.of(List.of(Cidr.parse("198.51.100.7/32"), Cidr.parse("198.51.100.8/32")));
        assertEquals(
                List.of(true, false, true),
                rules.stream().map(rule -> rule.isIn(group)).toList());
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
    void aTypeIsReadWithItsDrivesAndItsBaseline() {
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
                element("supportedUsageClasses", element("item", "on-demand"), element("item", "spot")));
        InstanceType type = InstanceType.read(item);
        assertEquals(32, type.threads());
        assertEquals(ByteSize.ofGiB(256), type.memory());
        assertEquals(List.of(new ByteSize(3_750_000_000_000L), new ByteSize(3_750_000_000_000L)), type.disks());
        assertEquals(new BitRate(18_750_000_000L), type.network());
        assertTrue(type.spot());
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
                List.of(new AwsRecord.Held("storage-1", "b1", "i-2", "", "", "k", Map.of())));
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
