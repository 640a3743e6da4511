package io.petaforge.tests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.petaforge.api.Disk;
import io.petaforge.api.Ed25519Key;
import io.petaforge.api.Hardware;
import io.petaforge.api.Inspection;
import io.petaforge.api.MachineId;
import io.petaforge.api.Media;
import io.petaforge.maas.fake.FakeMachine;
import io.petaforge.maas.fake.FakeRegion;
import io.petaforge.maas.fake.Installer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Lab hosts as the machines of a MAAS region: what it shows of them is what they have, what it does to them is done. */
final class MaasLab implements Installer {
    /** A machine of the recording, in the words of which all are described. */
    private static final String LIKE = "mph6mh";

    private final LabSite site;
    private final Map<String, MachineId> hosts = new TreeMap<>();

    MaasLab(LabSite site) {
        this.site = site;
    }

    /** Makes a lab host a machine of the region, Ready and off. */
    void add(FakeRegion region, MachineId host, Inspection found, String id, String zone) {
        FakeMachine machine = region.add(LIKE, id, "metal-" + host.value(), zone);
        ObjectNode body = machine.body();
        body.put("cpu_count", found.threads()).put("memory", found.memory().mebibytes());
        drives(machine, found.disks());
        ports(body, found.hardware(), site.access(host).address());
        hosts.put(id, host);
        site.off(host);
    }

    /** The recorded SATA drive boots, as no lab host's does; all others are the host's own. */
    private static void drives(FakeMachine machine, List<Disk> disks) {
        ObjectNode boot = null;
        ObjectNode like = null;
        for (JsonNode drive : machine.body().path("physicalblockdevice_set")) {
            if (drive.path("name").asText().equals("sda")) {
                boot = (ObjectNode) drive;
            } else {
                like = (ObjectNode) drive;
            }
        }
        ArrayNode drives = machine.body().putArray("physicalblockdevice_set");
        drives.add(boot);
        for (Disk disk : disks) {
            String name = (disk.media() == Media.NVME ? "nvme" : "sd") + (char) ('a' + drives.size());
            ObjectNode drive = like.deepCopy();
            drive.put("id", 9000 + drives.size())
                    .put("name", name)
                    .put("path", "/dev/disk/by-dname/" + name)
                    .put("serial", disk.serial())
                    .put("model", disk.model())
                    .put("id_path", "")
                    .put("size", disk.size().bytes());
            drive.putArray("tags").add(disk.media() == Media.HDD ? "rotary" : "ssd");
            drives.add(drive);
        }
        machine.drivesChanged();
    }

    /** The out-of-band port is the one that the machine boots from; the lab gives it its address. */
    private static void ports(ObjectNode body, Hardware hardware, String address) {
        ObjectNode like = (ObjectNode) body.path("interface_set").get(0);
        ArrayNode ports = body.putArray("interface_set");
        ObjectNode boot = like.deepCopy();
        boot.put("name", "oob0");
        boot.putArray("discovered");
        ObjectNode link = (ObjectNode) boot.path("links").get(0);
        link.put("mode", "static").put("ip_address", address);
        ((ObjectNode) link.path("subnet")).put("cidr", address.replaceAll("\\.\\d+$", ".0/24"));
        ports.add(boot);
        for (Hardware.Port port : hardware.ports()) {
            if (!port.name().equals("oob0")) {
                ObjectNode more = like.deepCopy();
                more.put("id", 9000 + ports.size()).put("name", port.name()).put("mac_address", port.mac());
                more.putArray("links");
                more.putArray("discovered");
                ports.add(more);
            }
        }
        body.set("boot_interface", boot.deepCopy());
    }

    /**
     * What the installer and cloud-init do: a fresh system, the start of every listed drive cleared, the host key, the
     * login and the name that the user data say.
     */
    @Override
    public void install(FakeMachine machine, String userData) {
        MachineId host = host(machine);
        Map<String, Object> data = new Yaml(new SafeConstructor(new LoaderOptions())).load(userData);
        Map<?, ?> keys = (Map<?, ?>) data.get("ssh_keys");
        site.reinstall(
                host,
                Optional.of(new Ed25519Key(
                        keys.get("ed25519_private").toString(),
                        keys.get("ed25519_public").toString())));
        // As MAAS has curtin do it (wipe: superblock), whether the drive is used or not.
        for (JsonNode drive : machine.body().path("physicalblockdevice_set")) {
            site.run(
                    host,
                    String.format(
                            Locale.ROOT,
                            "awk '$1 == \"%s\" && $5 == \"data\" { print $2 }' /etc/petaforge/lab-disks | while read -r drive;"
                                    + " do dd if=/dev/zero of=\"$drive\" bs=1M count=1 conv=fsync,notrunc status=none; done",
                            drive.path("serial").asText()));
        }
        List<String> authorised = new ArrayList<>();
        for (Object user : (List<?>) data.get("users")) {
            if (user instanceof Map<?, ?> named && "root".equals(named.get("name"))) {
                ((List<?>) named.get("ssh_authorized_keys")).forEach(key -> authorised.add(key.toString()));
            }
        }
        if (authorised.isEmpty() || !Boolean.FALSE.equals(data.get("disable_root"))) {
            throw new IllegalArgumentException("nobody is let in by these user data");
        }
        site.run(
                host,
                String.format(
                        Locale.ROOT,
                        "printf '%%s\\n' '%s' >>/root/.ssh/authorized_keys && hostname '%s' && hostname >/etc/hostname",
                        String.join("' '", authorised),
                        data.get("hostname")));
    }

    /** What MAAS's ephemeral system does: it boots from the network, whatever the drives hold, and wipes them quickly. */
    @Override
    public void release(FakeMachine machine, boolean erase) {
        MachineId host = host(machine);
        if (erase) {
            site.reinstall(host, Optional.empty());
            site.run(
                    host,
                    """
                    awk '$5 == "data" { print $2 }' /etc/petaforge/lab-disks | while read -r drive; do
                        dd if=/dev/zero of="$drive" bs=1M count=2 conv=fsync,notrunc status=none || exit 1
                    done
                    """);
        }
        site.off(host);
    }

    @Override
    public void power(FakeMachine machine, boolean on) {
        if (on) {
            site.on(host(machine));
        } else {
            site.off(host(machine));
        }
    }

    private MachineId host(FakeMachine machine) {
        return hosts.get(machine.id());
    }
}
