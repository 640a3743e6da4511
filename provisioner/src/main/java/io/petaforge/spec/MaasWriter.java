package io.petaforge.spec;

import java.util.LinkedHashMap;
import java.util.Map;

/** Writes what an inventory says of a MAAS region. */
final class MaasWriter {
    private MaasWriter() {}

    static Map<String, Object> write(SubstrateSpec.Maas maas) {
        Map<String, Object> inner = new LinkedHashMap<>();
        inner.put("url", maas.url().toString());
        inner.put("api-key", maas.apiKey().toString());
        maas.authority().ifPresent(file -> inner.put("authority", file.toString()));
        inner.put("series", maas.series());
        inner.put("user", maas.user());
        inner.put("erase", maas.erase().word());
        inner.put("deploys", maas.deploys());
        inner.put("deploy-minutes", (int) maas.deployTimeout().toMinutes());
        inner.put("release-minutes", (int) maas.releaseTimeout().toMinutes());
        inner.put("replacements", maas.replacements());
        inner.put("accept-failed-tests", maas.acceptFailedTests());
        inner.put("boot-drive", ">= " + InventoryWriter.size(maas.bootDrive()));
        if (!maas.zones().isEmpty()) {
            inner.put("zones", maas.zones());
        }
        Map<String, Object> groups = new LinkedHashMap<>();
        maas.groups().forEach((name, group) -> groups.put(name, group(group)));
        if (!groups.isEmpty()) {
            inner.put("groups", groups);
        }
        return inner;
    }

    private static Map<String, Object> group(SubstrateSpec.Maas.Group group) {
        Map<String, Object> inner = new LinkedHashMap<>();
        group.pool().ifPresent(pool -> inner.put("pool", pool));
        if (!group.tags().isEmpty()) {
            inner.put("tags", group.tags());
        }
        if (!group.notTags().isEmpty()) {
            inner.put("not-tags", group.notTags());
        }
        Map<String, Object> networks = new LinkedHashMap<>();
        group.networks().forEach((label, network) -> {
            Map<String, Object> asked = new LinkedHashMap<>();
            network.space().ifPresent(space -> asked.put("space", space));
            network.subnet().ifPresent(subnet -> asked.put("subnet", subnet.toString()));
            network.speed().ifPresent(speed -> asked.put("speed", InventoryWriter.rate(speed)));
            networks.put(label, asked);
        });
        if (!networks.isEmpty()) {
            inner.put("networks", networks);
        }
        return inner;
    }
}
