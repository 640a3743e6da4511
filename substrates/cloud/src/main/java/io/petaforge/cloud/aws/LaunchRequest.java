package io.petaforge.cloud.aws;

import io.petaforge.api.Media;
import io.petaforge.cloud.ClusterTags;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The parameters of RunInstances beside those that jclouds' call has itself. Pure. */
final class LaunchRequest {
    /** Tag of the request that made a machine. */
    static final String BATCH = "petaforge-batch";

    private LaunchRequest() {}

    static Map<String, String> parameters(
            AwsSettings settings, ClusterTags tags, AwsRecord.Batch batch, Drives drives, Network network) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("ClientToken", batch.token());
        parameters.put("InstanceType", batch.type());
        parameters.put("NetworkInterface.1.DeviceIndex", "0");
        Optional<Network.Entrance> jump = network.entrance().filter(entrance -> isJump(batch));
        parameters.put(
                "NetworkInterface.1.SubnetId",
                jump.map(Network.Entrance::subnet).orElseGet(() -> network.subnet(batch.zone())));
        parameters.put(
                "NetworkInterface.1.SecurityGroupId.1",
                jump.map(Network.Entrance::securityGroup).orElse(network.securityGroup()));
        parameters.put(
                "NetworkInterface.1.AssociatePublicIpAddress",
                Boolean.toString(jump.isPresent() || network.entrance().isEmpty()));
        parameters.put("NetworkInterface.1.DeleteOnTermination", "true");
        // IMDSv2 only: a request without a session token is how credentials were stolen through proxies.
        parameters.put("MetadataOptions.HttpTokens", "required");
        parameters.put("MetadataOptions.HttpEndpoint", "enabled");
        parameters.put("MetadataOptions.HttpPutResponseHopLimit", "1");
        // A machine that ends itself must not go on costing as a stopped one does.
        parameters.put(
                "InstanceInitiatedShutdownBehavior", batch.end().isEmpty() && !batch.spot() ? "stop" : "terminate");
        if (settings.placement() != AwsSettings.Placement.NONE && !isJump(batch)) {
            parameters.put("Placement.GroupName", network.placementGroup(batch.zone()));
            if (settings.placement() == AwsSettings.Placement.PARTITION) {
                parameters.put("Placement.PartitionNumber", Integer.toString(batch.partition()));
            }
        }
        if (batch.spot()) {
            parameters.put("InstanceMarketOptions.MarketType", "spot");
            parameters.put("InstanceMarketOptions.SpotOptions.SpotInstanceType", "one-time");
            parameters.put("InstanceMarketOptions.SpotOptions.InstanceInterruptionBehavior", "terminate");
        }
        drives(settings, batch, drives, parameters);
        parameters.putAll(TagSpecifications.of(
                tags(tags, batch),
                batch.spot()
                        ? List.of("instance", "volume", "network-interface", "spot-instances-request")
                        : List.of("instance", "volume", "network-interface")));
        return parameters;
    }

    /** The tags of machines that a request makes, and of their volumes and network interfaces. */
    static Map<String, String> tags(ClusterTags tags, AwsRecord.Batch batch) {
        Map<String, String> all = new TreeMap<>(tags.tags());
        all.put(BATCH, batch.token());
        all.put("Name", tags.name(batch.group()));
        return all;
    }

    private static boolean isJump(AwsRecord.Batch batch) {
        return batch.group().equals(JumpHost.NAME);
    }

    private static void drives(
            AwsSettings settings, AwsRecord.Batch batch, Drives drives, Map<String, String> parameters) {
        long boot = Gibibytes.of(settings.bootDrive());
        volume(
                parameters,
                1,
                batch.rootDevice(),
                boot,
                "gp3",
                settings.volumes().encrypted());
        int number = 2;
        for (Drives.Volume drive : drives.volumes()) {
            String type =
                    drive.media() == Media.HDD ? "st1" : settings.volumes().type();
            volume(
                    parameters,
                    number,
                    drive.device(),
                    drive.gibibytes(),
                    type,
                    settings.volumes().encrypted());
            String ebs = "BlockDeviceMapping." + number + ".Ebs.";
            if (drive.media() != Media.HDD) {
                settings.volumes().iops().ifPresent(iops -> parameters.put(ebs + "Iops", Integer.toString(iops)));
                if (type.equals("gp3")) {
                    settings.volumes()
                            .throughput()
                            .ifPresent(rate -> parameters.put(ebs + "Throughput", Integer.toString(rate)));
                }
            }
            number++;
        }
    }

    private static void volume(
            Map<String, String> parameters, int number, String device, long gibibytes, String type, boolean encrypted) {
        String prefix = "BlockDeviceMapping." + number;
        parameters.put(prefix + ".DeviceName", device);
        parameters.put(prefix + ".Ebs.VolumeSize", Long.toString(gibibytes));
        parameters.put(prefix + ".Ebs.VolumeType", type);
        parameters.put(prefix + ".Ebs.Encrypted", Boolean.toString(encrypted));
        parameters.put(prefix + ".Ebs.DeleteOnTermination", "true");
    }
}
