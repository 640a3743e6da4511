package io.petaforge.spec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes {@code substrate.openstack} with everything that is so where nothing was said. */
final class OpenstackWriter {
    private OpenstackWriter() {}

    static Map<String, Object> written(OpenstackSpec cloud) {
        Map<String, Object> inner = new LinkedHashMap<>();
        cloud.cloud().ifPresent(name -> inner.put("cloud", name));
        inner.put("image", cloud.image());
        inner.put("user", cloud.user());
        inner.put("image-user", cloud.imageUser());
        Map<String, Object> network = new LinkedHashMap<>();
        cloud.network().name().ifPresent(name -> network.put("name", name));
        cloud.network().create().ifPresent(range -> network.put("create", range.toString()));
        cloud.network().external().ifPresent(name -> network.put("external", name));
        list(network, "name-servers", cloud.network().nameServers());
        inner.put("network", network);
        list(inner, "ssh-from", cloud.sshFrom().stream().map(Object::toString).toList());
        inner.put("floating-ips", cloud.floatingIps());
        cloud.jump().ifPresent(jump -> inner.put("jump", ListedWriter.jump(jump)));
        inner.put("access", cloud.access().yaml());
        cloud.jumpFlavor().ifPresent(flavor -> inner.put("jump-flavor", flavor));
        if (!cloud.zones().isEmpty()) {
            inner.put("zones", new LinkedHashMap<>(cloud.zones()));
        }
        inner.put("spread", cloud.spread().yaml());
        cloud.bootVolume().ifPresent(size -> inner.put("boot-volume", InventoryWriter.size(size)));
        cloud.bootVolumeType().ifPresent(type -> inner.put("boot-volume-type", type));
        Map<String, Object> groups = new LinkedHashMap<>();
        cloud.groups().forEach((name, group) -> {
            Map<String, Object> asked = new LinkedHashMap<>();
            group.flavor().ifPresent(flavor -> asked.put("flavor", flavor));
            group.volumeType().ifPresent(type -> asked.put("volume-type", type));
            groups.put(name, asked);
        });
        if (!groups.isEmpty()) {
            inner.put("groups", groups);
        }
        inner.put("create-minutes", cloud.createMinutes());
        inner.put("replacements", cloud.replacements());
        cloud.prices().ifPresent(file -> inner.put("prices", file.toString()));
        return inner;
    }

    private static void list(Map<String, Object> inner, String key, List<String> items) {
        if (!items.isEmpty()) {
            inner.put(key, items);
        }
    }
}
