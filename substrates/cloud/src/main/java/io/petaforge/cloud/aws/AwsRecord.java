package io.petaforge.cloud.aws;

import static java.util.Objects.requireNonNull;

import io.petaforge.cloud.ClusterTags;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What one cluster has asked of EC2, written before each request for machines. Networks, groups and rules are found by their
 * tags: EC2 knows no idempotency for most of them.
 *
 * @param token random; a tag of everything that is made
 * @param batches requests for machines
 * @param machines machines that were seen
 * @param renewing instances that a new root volume was asked for, whose coming nobody has seen yet
 * @param jump whether machines are reached through a jump host; records of earlier versions do not say so: then they are not
 */
record AwsRecord(
        int format,
        String cluster,
        String token,
        String region,
        List<Batch> batches,
        List<Held> machines,
        List<String> renewing,
        boolean jump) {
    static final int FORMAT = 1;

    /**
     * One request for machines that are alike but for their names and keys.
     *
     * @param token EC2's client token: the same request sent again makes nothing new. A tag of the machines too
     * @param least with fewer EC2 is to make none
     * @param machines their names in the order of EC2's launch index; EC2 may give fewer, the first of them
     * @param spot whether it asked for spare capacity
     * @param end when they switch themselves off, in ISO form; empty for never
     * @param heard whether EC2's answer was heard: one that was not is sent again
     */
    record Batch(
            String token,
            String group,
            String rack,
            String zone,
            int partition,
            String type,
            boolean spot,
            String image,
            String rootDevice,
            String end,
            int least,
            List<String> machines,
            boolean heard) {
        Batch {
            requireNonNull(token, "token");
            requireNonNull(group, "group");
            requireNonNull(rack, "rack");
            requireNonNull(zone, "zone");
            requireNonNull(type, "type");
            requireNonNull(image, "image");
            requireNonNull(rootDevice, "rootDevice");
            requireNonNull(end, "end");
            machines = List.copyOf(machines);
        }

        Batch answered() {
            return new Batch(
                    token, group, rack, zone, partition, type, spot, image, rootDevice, end, least, machines, true);
        }
    }

    /**
     * One machine.
     *
     * @param batch token of the request that made it
     * @param volumes volume ids of EBS by device name
     */
    record Held(
            String machine,
            String batch,
            String instance,
            String privateAddress,
            String publicAddress,
            String hostKey,
            Map<String, String> volumes) {
        Held {
            requireNonNull(machine, "machine");
            requireNonNull(batch, "batch");
            requireNonNull(instance, "instance");
            requireNonNull(privateAddress, "privateAddress");
            requireNonNull(publicAddress, "publicAddress");
            requireNonNull(hostKey, "hostKey");
            // In the same order each time: the record is part of the state, which hosts know by its checksum.
            volumes = Collections.unmodifiableMap(new TreeMap<>(volumes));
        }

        /** As it is now, with its present volumes. */
        Held seen(Instance now) {
            return new Held(
                    machine, batch, instance, privateAddress, publicAddress, hostKey, volumes(Optional.of(this), now));
        }

        /**
         * The volumes of an instance. A root volume that EC2 took off and put none in the place of is still the machine's:
         * it is removed with it.
         */
        static Map<String, String> volumes(Optional<Held> before, Instance now) {
            Map<String, String> volumes = new TreeMap<>();
            before.filter(held -> held.instance().equals(now.id()))
                    .map(held -> held.volumes().get(now.rootDevice()))
                    .ifPresent(root -> volumes.put(now.rootDevice(), root));
            volumes.putAll(now.volumes());
            return volumes;
        }
    }

    AwsRecord {
        requireNonNull(cluster, "cluster");
        requireNonNull(token, "token");
        requireNonNull(region, "region");
        batches = List.copyOf(batches);
        machines = List.copyOf(machines);
        // Records of earlier versions have none.
        renewing = Optional.ofNullable(renewing).map(List::copyOf).orElse(List.of());
    }

    ClusterTags tags() {
        return new ClusterTags(cluster, token);
    }

    Optional<Batch> batch(String wanted) {
        return batches.stream().filter(batch -> batch.token().equals(wanted)).findFirst();
    }

    Optional<Held> holding(String machine) {
        return machines.stream().filter(held -> held.machine().equals(machine)).findFirst();
    }

    AwsRecord with(Batch more) {
        List<Batch> all = new ArrayList<>(without(more.token()).batches);
        all.add(more);
        return new AwsRecord(format, cluster, token, region, all, machines, renewing, jump);
    }

    AwsRecord without(String gone) {
        return new AwsRecord(
                format,
                cluster,
                token,
                region,
                batches.stream().filter(batch -> !batch.token().equals(gone)).toList(),
                machines,
                renewing,
                jump);
    }

    /** Without requests that made none of the machines that are there. */
    AwsRecord holding(List<Held> now) {
        Map<String, Held> sorted = new TreeMap<>();
        now.stream().sorted(Comparator.comparing(Held::machine)).forEach(held -> sorted.put(held.machine(), held));
        return new AwsRecord(format, cluster, token, region, batches, List.copyOf(sorted.values()), renewing, jump);
    }

    AwsRecord renewing(Collection<String> instances) {
        return new AwsRecord(
                format,
                cluster,
                token,
                region,
                batches,
                machines,
                instances.stream().distinct().sorted().toList(),
                jump);
    }
}
