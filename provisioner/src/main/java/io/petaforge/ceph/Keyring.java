package io.petaforge.ceph;

import io.petaforge.api.MachineId;
import io.petaforge.api.Secret;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.storage.OsdPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Keyring files: which entities exist, what they may do, and their keys. */
final class Keyring {
    private static final String ADMIN = "client.admin";
    private static final String MON = "mon.";
    private static final String BOOTSTRAP_ENTITY = "client.bootstrap-";
    private static final List<String> BOOTSTRAP = List.of("mds", "mgr", "osd", "rgw");

    /** Those that monitors make by themselves beside these. */
    private static final List<String> MORE_BOOTSTRAP = List.of("rbd", "rbd-mirror");

    private final CephKeys keys;

    Keyring(CephKeys keys) {
        this.keys = keys;
    }

    /**
     * Every entity of the plan with its capabilities: the keyring that the first monitor's store is made from, so that
     * no daemon needs an authorisation round later.
     */
    Secret everything(ClusterPlan plan) {
        Map<String, Map<String, String>> entities = new TreeMap<>();
        entities.put(MON, Map.of("mon", "allow *"));
        entities.put(ADMIN, Map.of("mds", "allow *", "mgr", "allow *", "mon", "allow *", "osd", "allow *"));
        for (String service : BOOTSTRAP) {
            entities.put(BOOTSTRAP_ENTITY + service, Map.of("mon", "allow profile bootstrap-" + service));
        }
        entities.putAll(daemons(plan));
        return text(entities);
    }

    /** Those that no daemon uses; not every cluster has all of them. */
    static List<String> people() {
        List<String> entities = new ArrayList<>(List.of(ADMIN));
        BOOTSTRAP.forEach(service -> entities.add(BOOTSTRAP_ENTITY + service));
        MORE_BOOTSTRAP.forEach(service -> entities.add(BOOTSTRAP_ENTITY + service));
        return List.copyOf(entities);
    }

    /** What monitors that exist lack of the plan's daemons; empty when they know all of them. */
    Optional<Secret> missing(ClusterPlan plan, List<String> known) {
        Map<String, Map<String, String>> entities = daemons(plan);
        entities.keySet().removeAll(known);
        return entities.isEmpty() ? Optional.empty() : Optional.of(text(entities));
    }

    private static Map<String, Map<String, String>> daemons(ClusterPlan plan) {
        Map<String, Map<String, String>> entities = new TreeMap<>();
        for (MachineId mgr : plan.ceph().mgrs()) {
            entities.put("mgr." + mgr, Map.of("mds", "allow *", "mon", "allow profile mgr", "osd", "allow *"));
        }
        for (OsdPlan osd : plan.storage().osds()) {
            entities.put(
                    "osd." + osd.id(),
                    Map.of("mgr", "allow profile osd", "mon", "allow profile osd", "osd", "allow *"));
        }
        for (MachineId rgw : plan.ceph().rgws()) {
            entities.put(CephPaths.rgwEntity(rgw), Map.of("mgr", "allow rw", "mon", "allow rw", "osd", "allow rwx"));
        }
        return entities;
    }

    private Secret text(Map<String, Map<String, String>> entities) {
        StringBuilder text = new StringBuilder();
        entities.forEach((entity, caps) -> {
            text.append(section(entity));
            new TreeMap<>(caps).forEach((service, cap) -> text.append("caps ")
                    .append(service)
                    .append(" = \"")
                    .append(cap)
                    .append("\"\n"));
        });
        return new Secret(text.toString());
    }

    /** What a further monitor needs to be let in: the rest it learns from the others. */
    Secret mon() {
        return new Secret(section(MON) + "caps mon = \"allow *\"\n");
    }

    /** The administrator's keyring. */
    Secret admin() {
        return of(ADMIN);
    }

    /** The keyring of one entity, without capabilities: those are the monitors' business. */
    Secret of(String entity) {
        return new Secret(section(entity));
    }

    private String section(String entity) {
        return "[" + entity + "]\nkey = " + keys.key(entity).reveal() + "\n";
    }
}
