package io.petaforge.cloud.aws;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.Pause;
import io.petaforge.api.Progress;
import io.petaforge.api.Released;
import io.petaforge.cloud.CloudFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Everything in the region that bears some tags: lists it, and removes it. */
final class Belongings {
    /** A machine takes a minute to end, one that just began to start some more. */
    private static final Duration ENDING = Duration.ofMinutes(10);
    /** Network interfaces of ended machines linger. */
    private static final int ATTEMPTS = 24;

    private static final String NAT = "NAT gateway";
    private static final String NAT_ID = "natGatewayId";

    /** A kind of thing: how it is listed and how it is removed. In the order in which they can be removed. */
    private enum Kind {
        VOLUME("volume", "DescribeVolumes", "volumeSet", "volumeId", "DeleteVolume", "VolumeId"),
        PLACEMENT_GROUP(
                "placement group",
                "DescribePlacementGroups",
                "placementGroupSet",
                "groupName",
                "DeletePlacementGroup",
                "GroupName"),
        ADDRESS(
                "public address",
                "DescribeAddresses",
                "addressesSet",
                "allocationId",
                "ReleaseAddress",
                "AllocationId"),
        INTERFACE(
                "network interface",
                "DescribeNetworkInterfaces",
                "networkInterfaceSet",
                "networkInterfaceId",
                "DeleteNetworkInterface",
                "NetworkInterfaceId"),
        SECURITY_GROUP(
                "security group",
                "DescribeSecurityGroups",
                "securityGroupInfo",
                "groupId",
                "DeleteSecurityGroup",
                "GroupId"),
        SUBNET("subnet", "DescribeSubnets", "subnetSet", "subnetId", "DeleteSubnet", "SubnetId"),
        GATEWAY(
                "internet gateway",
                "DescribeInternetGateways",
                "internetGatewaySet",
                "internetGatewayId",
                "DeleteInternetGateway",
                "InternetGatewayId"),
        ROUTE_TABLE(
                "route table",
                "DescribeRouteTables",
                "routeTableSet",
                "routeTableId",
                "DeleteRouteTable",
                "RouteTableId"),
        VPC("network", "DescribeVpcs", "vpcSet", "vpcId", "DeleteVpc", "VpcId");

        private final String words;
        private final String describe;
        private final String set;
        private final String id;
        private final String delete;
        private final String parameter;

        Kind(String words, String describe, String set, String id, String delete, String parameter) {
            this.words = words;
            this.describe = describe;
            this.set = set;
            this.id = id;
            this.delete = delete;
            this.parameter = parameter;
        }
    }

    /** One thing. */
    record Thing(String kind, String id, String state, Map<String, String> tags) {
        Thing {
            requireNonNull(kind, "kind");
            requireNonNull(id, "id");
            requireNonNull(state, "state");
            tags = Map.copyOf(tags);
        }

        String label() {
            return kind + " " + id;
        }
    }

    private final Ec2 ec2;
    private final Pause pause;
    private final Progress progress;

    Belongings(Ec2 ec2, Pause pause, Progress progress) {
        this.ec2 = ec2;
        this.pause = pause;
        this.progress = progress;
    }

    /** Everything with these tags that is not gone. */
    List<Thing> list(Map<String, String> tags) {
        List<Thing> things = new ArrayList<>();
        ec2.instances(tags).stream()
                .filter(instance -> !instance.gone())
                .forEach(
                        instance -> things.add(new Thing("machine", instance.id(), instance.state(), instance.tags())));
        gateways(tags)
                .forEach(gateway ->
                        things.add(new Thing(NAT, gateway.value(NAT_ID), gateway.value("state"), gateway.tags())));
        for (Kind kind : Kind.values()) {
            ec2.tagged(kind.describe, kind.set, tags)
                    .forEach(item ->
                            things.add(new Thing(kind.words, item.value(kind.id), item.value("state"), item.tags())));
        }
        return List.copyOf(things);
    }

    /** Removes everything with these tags, and looks again afterwards. */
    Released remove(Map<String, String> tags) {
        List<String> removed = new ArrayList<>();
        Map<String, String> why = new TreeMap<>();
        end(tags, removed);
        for (Kind kind : Kind.values()) {
            for (Xml item : inOrder(ec2.tagged(kind.describe, kind.set, tags))) {
                String id = item.value(kind.id);
                try {
                    remove(kind, id, item);
                    removed.add(kind.words + " " + id);
                    progress.report("removed " + kind.words + " " + id);
                } catch (CloudFailure e) {
                    if (e.kind() == CloudFailure.Kind.CREDENTIALS || e.kind() == CloudFailure.Kind.UNREACHABLE) {
                        throw e;
                    }
                    why.put(id, e.detail());
                }
            }
        }
        List<String> remaining = list(tags).stream()
                .map(thing -> thing.label() + ": " + why.getOrDefault(thing.id(), "still " + thing.state()))
                .toList();
        return new Released(removed, remaining, List.of("everything in the region with the cluster's tags"));
    }

    /** Security groups that name another one first: while they do, that one cannot be removed. */
    private static List<Xml> inOrder(List<Xml> items) {
        return items.stream()
                .sorted(Comparator.comparing((Xml item) -> SecurityRule.read(item, "ipPermissions").stream()
                        .noneMatch(rule -> rule.end() == SecurityRule.End.GROUP
                                && !rule.other().equals(item.value("groupId")))))
                .toList();
    }

    /** Ends machines and NAT gateways, each of which takes about a minute: side by side. */
    private void end(Map<String, String> tags, List<String> removed) {
        List<String> gateways =
                gateways(tags).stream().map(gateway -> gateway.value(NAT_ID)).toList();
        gateways.forEach(id -> ec2.remove(Ec2Request.of("DeleteNatGateway").with("NatGatewayId", id)));
        List<Instance> there = there(tags);
        if (there.isEmpty() && gateways.isEmpty()) {
            return;
        }
        if (!there.isEmpty()) {
            progress.report("ending " + there.size() + (there.size() == 1 ? " machine" : " machines"));
            ec2.terminate(there.stream().map(Instance::id).toList());
        }
        long ticks = ENDING.dividedBy(Launch.TICK);
        List<String> left = ending(tags, there, gateways);
        for (long tick = 0; tick < ticks && !left.isEmpty(); tick++) {
            pause.sleep(Launch.TICK);
            left = ending(tags, there, gateways);
        }
        List<String> still = left;
        there.stream().map(Instance::id).filter(id -> !still.contains(id)).forEach(id -> removed.add("machine " + id));
        gateways.stream().filter(id -> !still.contains(id)).forEach(id -> removed.add(NAT + " " + id));
    }

    /** What is still to be waited for. */
    private List<String> ending(Map<String, String> tags, List<Instance> machines, List<String> gateways) {
        List<String> left = new ArrayList<>();
        if (!machines.isEmpty()) {
            there(tags).forEach(instance -> left.add(instance.id()));
        }
        if (!gateways.isEmpty()) {
            gateways(tags).forEach(gateway -> left.add(gateway.value(NAT_ID)));
        }
        return left;
    }

    /** Ends some machines with these tags and removes their volumes; what they stand in stays. */
    Released removeMachines(Map<String, String> tags, List<AwsRecord.Held> machines) {
        List<String> instances = machines.stream().map(AwsRecord.Held::instance).toList();
        List<String> volumes = machines.stream()
                .flatMap(held -> held.volumes().values().stream())
                .toList();
        List<String> ending = alive(tags, instances);
        if (!ending.isEmpty()) {
            progress.report("ending " + ending.size() + (ending.size() == 1 ? " machine" : " machines"));
            ec2.terminate(ending);
        }
        long ticks = ENDING.dividedBy(Launch.TICK);
        List<String> left = alive(tags, instances);
        for (long tick = 0; tick < ticks && !left.isEmpty(); tick++) {
            pause.sleep(Launch.TICK);
            left = alive(tags, instances);
        }
        List<String> still = left;
        List<String> removed = new ArrayList<>(ending.stream()
                .filter(id -> !still.contains(id))
                .map(id -> "machine " + id)
                .toList());
        List<String> remaining = new ArrayList<>(
                still.stream().map(id -> "machine " + id + ": it does not end").toList());
        for (Xml item : ec2.tagged(Kind.VOLUME.describe, Kind.VOLUME.set, tags)) {
            String id = item.value(Kind.VOLUME.id);
            if (volumes.contains(id)) {
                try {
                    remove(Kind.VOLUME, id, item);
                    removed.add(Kind.VOLUME.words + " " + id);
                } catch (CloudFailure e) {
                    if (e.kind() == CloudFailure.Kind.CREDENTIALS || e.kind() == CloudFailure.Kind.UNREACHABLE) {
                        throw e;
                    }
                    remaining.add(Kind.VOLUME.words + " " + id + ": " + e.detail());
                }
            }
        }
        return new Released(removed, remaining, List.of("the machines and their volumes"));
    }

    private List<String> alive(Map<String, String> tags, List<String> instances) {
        return there(tags).stream()
                .map(Instance::id)
                .filter(instances::contains)
                .toList();
    }

    private List<Instance> there(Map<String, String> tags) {
        return ec2.instances(tags).stream().filter(instance -> !instance.gone()).toList();
    }

    /** EC2 shows those that are gone, or never came to be, for an hour. */
    private List<Xml> gateways(Map<String, String> tags) {
        return ec2.tagged("DescribeNatGateways", "natGatewaySet", tags).stream()
                .filter(gateway -> !List.of("deleted", "failed").contains(gateway.value("state")))
                .toList();
    }

    private void remove(Kind kind, String id, Xml item) {
        for (int attempt = 1; ; attempt++) {
            try {
                if (kind == Kind.GATEWAY) {
                    item.items("attachmentSet")
                            .forEach(attachment -> ec2.remove(Ec2Request.of("DetachInternetGateway")
                                    .with("InternetGatewayId", id)
                                    .with("VpcId", attachment.value("vpcId"))));
                }
                if (kind == Kind.ROUTE_TABLE) {
                    item.items("associationSet")
                            .forEach(association -> ec2.remove(Ec2Request.of("DisassociateRouteTable")
                                    .with("AssociationId", association.value("routeTableAssociationId"))));
                }
                ec2.remove(Ec2Request.of(kind.delete).with(kind.parameter, id));
                return;
            } catch (CloudFailure e) {
                if (e.kind() != CloudFailure.Kind.STATE || attempt == ATTEMPTS) {
                    throw e;
                }
                pause.sleep(Launch.TICK);
            }
        }
    }
}
