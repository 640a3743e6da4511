package io.petaforge.cloud.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.petaforge.api.ClusterRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Placement groups from the request that makes machines to their removal; and lists that come in pages. */
class PlacedAndPagedIT {
    private static final ClusterRequest REQUEST = Site.request(Victim.CLUSTER, 2);

    private Moto moto;
    private Between between;

    @TempDir
    private Path state;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(Moto.present(), "moto cannot be installed");
        moto = Moto.start();
        between = Between.of(moto.address());
    }

    @AfterEach
    void stop() throws Exception {
        if (moto != null) {
            between.close();
            moto.close();
        }
    }

    @Test
    void racksOfAZoneArePartitionsOfOneGroup() throws Exception {
        List<String> nothing = moto.listing();
        try (AwsSubstrate aws = Victim.substrate(between.address(), state)) {
            assertEquals(12, aws.acquire(REQUEST, call -> {}).size());
            assertEquals(
                    List.of("partition 1", "partition 2"),
                    between.placements().list().stream()
                            .map(group -> group.substring(group.indexOf(' ') + 1))
                            .sorted()
                            .toList());
            // Machines of rack-a and rack-b share a zone and a group, and no hardware.
            assertEquals(
                    Map.of("eu-central-1a 1", 4, "eu-central-1a 2", 4, "eu-central-1b 1", 4), machinesByPartition());
            assertEquals(List.of(), aws.release(Victim.CLUSTER, call -> {}).remaining());
        }
        assertEquals(List.of(), between.placements().list());
        assertEquals(nothing, moto.listing());
        assertEquals(
                List.of("checked " + between.forms().size() + " requests against 2016-11-15"),
                Moto.check(between.forms()));
    }

    @Test
    void aClusterPlacementHasOneGroupAZoneAndNoPartitions() throws Exception {
        AwsSettings close = Changed.of(Site.settings(between.address()), "placement", AwsSettings.Placement.CLUSTER);
        try (AwsSubstrate aws = Site.substrate(close, state, call -> {})) {
            aws.acquire(REQUEST, call -> {});
            assertEquals(
                    List.of("cluster ", "cluster ", "cluster "),
                    between.placements().list().stream()
                            .map(group -> group.substring(group.indexOf(' ') + 1))
                            .toList());
            assertEquals(
                    List.of("eu-central-1a", "eu-central-1b", "eu-central-1c"),
                    between.forms("RunInstances").stream()
                            .map(PlacedAndPagedIT::fields)
                            .filter(form -> !form.containsKey("Placement.PartitionNumber"))
                            .map(PlacedAndPagedIT::zone)
                            .distinct()
                            .sorted()
                            .toList());
            aws.release(Victim.CLUSTER, call -> {});
        }
        assertEquals(
                List.of("checked " + between.forms().size() + " requests against 2016-11-15"),
                Moto.check(between.forms()));
    }

    @Test
    void listsThatComeInPagesAreReadToTheirEnd() throws Exception {
        List<String> nothing = moto.listing();
        try (Pages pages = Pages.of(between.address());
                AwsSubstrate aws = Victim.substrate(pages.address(), state)) {
            assertEquals(12, aws.acquire(REQUEST, call -> {}).size());
            int launches = between.forms("RunInstances").size();
            assertEquals(12, aws.acquire(REQUEST, call -> {}).size());
            assertEquals(launches, between.forms("RunInstances").size(), "what is on a later page is not made again");
            assertEquals(12, aws.power(Victim.CLUSTER).size());
            assertEquals(List.of(), aws.release(Victim.CLUSTER, call -> {}).remaining());
            for (String action : List.of(
                    "DescribeAvailabilityZones",
                    "DescribeInstanceTypes",
                    "DescribeInstanceTypeOfferings",
                    "DescribeInstances",
                    "DescribePlacementGroups",
                    "DescribeSubnets")) {
                assertTrue(pages.later().containsKey(action), action + " of " + pages.later());
            }
        }
        assertEquals(nothing, moto.listing());
    }

    private Map<String, Integer> machinesByPartition() {
        return between.forms("RunInstances").stream()
                .map(PlacedAndPagedIT::fields)
                .collect(Collectors.toMap(
                        form -> zone(form) + " " + form.get("Placement.PartitionNumber"),
                        form -> Integer.parseInt(form.get("MaxCount")),
                        Integer::sum,
                        TreeMap::new));
    }

    /** A subnet says where the machines are; the group is named after it. */
    private static String zone(Map<String, String> form) {
        return form.get("Placement.GroupName").replaceAll(".*(eu-central-1[a-c]).*", "$1");
    }

    private static Map<String, String> fields(String form) {
        return Stream.of(form.split("&"))
                .map(field -> field.split("=", 2))
                .collect(Collectors.toMap(
                        pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8), (a, b) -> b));
    }
}
