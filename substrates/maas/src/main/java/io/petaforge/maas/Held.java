package io.petaforge.maas;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.MachineId;
import java.util.List;

/**
 * One machine of the cluster, as it stands in the local record.
 *
 * @param machine its name in the cluster
 * @param node MAAS's system id
 * @param hostname MAAS's name of it
 * @param hostKey public host key that it was deployed with; empty before
 * @param address where SSH finds it; empty before it is deployed
 * @param drives its data drives as MAAS matched them with what was asked for
 */
record Held(
        String machine,
        String group,
        String rack,
        String node,
        String hostname,
        Stage stage,
        String hostKey,
        String address,
        List<HeldDrive> drives) {
    /** How far it has come, by what is written before each request and after each answer. */
    enum Stage {
        /** MAAS is being asked for it: whether it is ours is known only to MAAS. */
        ASKED,
        /** It is ours. */
        TAKEN,
        /** MAAS is being asked to deploy it, with the host key that is recorded. */
        DEPLOYING,
        DEPLOYED
    }

    /** A data drive: the label of the constraint, what identifies the drive, and its stable path. */
    record HeldDrive(String label, String serial, String path) {
        HeldDrive {
            requireNonNull(label, "label");
            requireNonNull(serial, "serial");
            requireNonNull(path, "path");
        }
    }

    Held {
        requireNonNull(machine, "machine");
        requireNonNull(group, "group");
        requireNonNull(rack, "rack");
        requireNonNull(node, "node");
        requireNonNull(hostname, "hostname");
        requireNonNull(stage, "stage");
        requireNonNull(hostKey, "hostKey");
        requireNonNull(address, "address");
        drives = List.copyOf(drives);
    }

    static Held asked(Pick pick) {
        return new Held(
                pick.request().id().value(),
                pick.request().group(),
                pick.request().rack(),
                pick.node().id(),
                pick.node().hostname(),
                Stage.ASKED,
                "",
                "",
                List.of());
    }

    MachineId id() {
        return new MachineId(machine);
    }

    Held taken(List<HeldDrive> matched) {
        return new Held(machine, group, rack, node, hostname, Stage.TAKEN, hostKey, address, matched);
    }

    Held deploying(String key) {
        return new Held(machine, group, rack, node, hostname, Stage.DEPLOYING, key, address, drives);
    }

    Held deployed(String where) {
        return new Held(machine, group, rack, node, hostname, Stage.DEPLOYED, hostKey, where, drives);
    }

    /** For people: the cluster's name of it and MAAS's. */
    String label() {
        return machine + " on " + hostname + " (" + node + ")";
    }
}
