package io.petaforge.spec;

import io.petaforge.api.MachineId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes what an inventory says of machines that exist. */
final class ListedWriter {
    private ListedWriter() {}

    static Map<String, Object> write(SubstrateSpec.Listed listed) {
        SshSpec ssh = listed.ssh();
        Map<String, Object> inner = InventoryWriter.ordered("user", ssh.user(), "port", ssh.port());
        inner.put("private-key", ssh.privateKey().toString());
        ssh.knownHosts().ifPresent(file -> inner.put("known-hosts", file.toString()));
        ssh.jump().ifPresent(jump -> {
            inner.put("jump", jump(jump));
        });
        Map<MachineId, ControllerSpec> controllers = listed.controllers();
        Map<String, Object> hosts = new LinkedHashMap<>();
        listed.places().forEach((id, place) -> {
            Map<String, Object> entry = InventoryWriter.ordered("address", place.address());
            place.port().ifPresent(port -> entry.put("port", port));
            hostKeys(place.hostKeys(), entry);
            Optional.ofNullable(controllers.get(id)).ifPresent(by -> entry.put("controller", controller(by)));
            if (listed instanceof SubstrateSpec.Bmc bmc) {
                Optional.ofNullable(bmc.hosts().get(id)).ifPresent(host -> boot(host.boot(), entry));
            }
            hosts.put(id.value(), entry);
        });
        inner.put("hosts", hosts);
        return inner;
    }

    static Map<String, Object> jump(SshSpec.Jump jump) {
        Map<String, Object> entry = InventoryWriter.ordered("address", jump.address());
        entry.put("port", jump.port());
        entry.put("user", jump.user());
        entry.put("private-key", jump.privateKey().toString());
        hostKeys(jump.hostKeys(), entry);
        return entry;
    }

    private static void hostKeys(List<String> keys, Map<String, Object> entry) {
        if (!keys.isEmpty()) {
            entry.put("host-keys", keys);
        }
    }

    private static void boot(SubstrateSpec.Bmc.Boot boot, Map<String, Object> entry) {
        Map<String, Object> said = new LinkedHashMap<>();
        boot.mac().ifPresent(mac -> said.put("mac", mac));
        boot.drive().ifPresent(serial -> said.put("drive", serial));
        if (!said.isEmpty()) {
            entry.put("boot", said);
        }
    }

    private static Map<String, Object> controller(ControllerSpec controller) {
        Map<String, Object> written = InventoryWriter.ordered(
                "address",
                controller.address(),
                "protocol",
                controller.protocol().yaml(),
                "user",
                controller.user(),
                "password",
                controller.password().toString(),
                "port",
                controller.port(),
                "command-interval",
                controller.intervalSeconds());
        controller.fingerprint().ifPresent(digits -> written.put("fingerprint", "sha256:" + digits));
        controller.system().ifPresent(system -> written.put("system", system));
        return written;
    }
}
