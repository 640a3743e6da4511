package io.petaforge.cloud.openstack;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.MachineId;
import java.util.List;

/**
 * One machine of the cluster, as it stands in the local record.
 *
 * @param zone availability zone
 * @param flavor id
 * @param attempt random, in the metadata of server and volumes and in the port's name: recorded before the first of them is
 *     asked for, and another for a server that takes the place of one in ERROR
 * @param server Nova's id; empty before it is known
 * @param address in the cluster's network; empty before its port is made
 * @param floating its address in the external network; empty without one
 * @param hostKey public host key that it boots with
 * @param volumes ids of its data volumes in the order of the request
 */
record Held(
        String machine,
        String group,
        String zone,
        String flavor,
        String attempt,
        Stage stage,
        String server,
        String address,
        String floating,
        String hostKey,
        List<String> volumes) {
    /** How far it has come. */
    enum Stage {
        /** Whatever was asked for it is known to the cloud only. */
        ASKED,
        /** It runs. */
        ACTIVE
    }

    Held {
        requireNonNull(machine, "machine");
        requireNonNull(group, "group");
        requireNonNull(zone, "zone");
        requireNonNull(flavor, "flavor");
        requireNonNull(attempt, "attempt");
        requireNonNull(stage, "stage");
        requireNonNull(server, "server");
        requireNonNull(address, "address");
        requireNonNull(floating, "floating");
        requireNonNull(hostKey, "hostKey");
        volumes = List.copyOf(volumes);
    }

    static Held asked(Choice.Pick pick, String attempt, String hostKey) {
        return new Held(
                pick.request().id().value(),
                pick.request().group(),
                pick.zone(),
                pick.flavor().id(),
                attempt,
                Stage.ASKED,
                "",
                "",
                "",
                hostKey,
                List.of());
    }

    MachineId id() {
        return new MachineId(machine);
    }

    Held at(String where) {
        return new Held(machine, group, zone, flavor, attempt, stage, server, where, floating, hostKey, volumes);
    }

    Held with(List<String> ids) {
        return new Held(machine, group, zone, flavor, attempt, stage, server, address, floating, hostKey, ids);
    }

    Held active(String id) {
        return new Held(machine, group, zone, flavor, attempt, Stage.ACTIVE, id, address, floating, hostKey, volumes);
    }

    Held reached(String external) {
        return new Held(machine, group, zone, flavor, attempt, stage, server, address, external, hostKey, volumes);
    }
}
