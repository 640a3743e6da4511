package io.petaforge.spec;

import io.petaforge.api.BitRate;
import io.petaforge.api.ByteRate;
import io.petaforge.api.ByteSize;
import io.petaforge.api.DiskRequest;
import io.petaforge.network.dc.SwitchModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/**
 * Writes an inventory that says everything, defaults included, for people to see what is in force. Reading it gives the
 * same {@link ClusterSpec}. It shows no secret, since an inventory holds none.
 */
public final class InventoryWriter {
    private InventoryWriter() {}

    /** The inventory as YAML. */
    public static String write(ClusterSpec spec) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setIndicatorIndent(2);
        options.setIndentWithIndicator(true);
        options.setWidth(1000);
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("petaforge", InventoryReader.VERSION);
        root.put("cluster", spec.name());
        root.put("substrate", substrate(spec.substrate()));
        Map<String, Object> machines = new LinkedHashMap<>();
        spec.machines().forEach(group -> machines.put(group.name(), group(group)));
        root.put("machines", machines);
        root.put("network", network(spec.network()));
        root.put("storage", storage(spec.storage()));
        root.put("ceph", ceph(spec.ceph()));
        root.put("spark", spark(spec.spark()));
        root.put("verify", verify(spec.verify()));
        return new Yaml(options).dump(root);
    }

    private static Map<String, Object> substrate(SubstrateSpec substrate) {
        Map<String, Object> inner = new LinkedHashMap<>();
        if (substrate instanceof SubstrateSpec.Listed listed) {
            inner.putAll(ListedWriter.write(listed));
        }
        if (substrate instanceof SubstrateSpec.Maas maas) {
            inner.putAll(MaasWriter.write(maas));
        }
        if (substrate instanceof AwsSpec aws) {
            inner.putAll(AwsWriter.write(aws));
        }
        if (substrate instanceof OpenstackSpec openstack) {
            inner.putAll(OpenstackWriter.written(openstack));
        }
        return ordered(substrate.name(), inner);
    }

    private static Map<String, Object> group(MachineGroup group) {
        Map<String, Object> volumes = new LinkedHashMap<>();
        group.volumes().forEach((volume, drives) -> volumes.put(volume.yaml(), drives(drives)));
        return ordered(
                "count",
                group.count(),
                "racks",
                group.racks(),
                "per-rack",
                group.perRack(),
                "roles",
                group.roles().stream().map(Role::yaml).toList(),
                "image",
                group.image().name().toLowerCase(Locale.ROOT),
                "constraints",
                ordered("threads", ">= " + group.threads(), "memory", ">= " + size(group.memory())),
                "volumes",
                volumes);
    }

    private static Map<String, Object> network(NetworkSpec network) {
        if (network.design() == NetworkSpec.Design.EXISTING) {
            Map<String, Object> existing = ordered("design", network.design().yaml());
            network.addresses().ifPresent(range -> existing.put("addresses", range.text()));
            return existing;
        }
        Map<String, Object> section = ordered(
                "design",
                network.design().yaml(),
                "spines",
                network.spines(),
                "leaves-per-rack",
                network.leavesPerRack(),
                "loopbacks",
                network.loopbacks().text(),
                "link-rate",
                rate(network.linkRate()));
        network.hardware().ifPresent(hardware -> section.put("hardware", hardware(hardware)));
        return section;
    }

    private static Map<String, Object> hardware(HardwareSpec hardware) {
        Map<String, Object> section = ordered("leaf", hardware.leaf(), "spine", hardware.spine());
        hardware.superSpine().ifPresent(model -> section.put("super-spine", model));
        section.put("nics", hardware.nics());
        section.put("oversubscription", hardware.oversubscription());
        section.put("spine-oversubscription", hardware.spineOversubscription());
        hardware.spines().ifPresent(spines -> section.put("spines", spines));
        hardware.hostsPerRack().ifPresent(hosts -> section.put("hosts-per-rack", hosts));
        hardware.growTo().ifPresent(racks -> section.put("grow-to", racks));
        section.put("mtu", hardware.mtu());
        hardware.ranges().loopbacks6().ifPresent(range -> section.put("loopbacks6", range.text()));
        hardware.ranges().links().ifPresent(range -> section.put("links", range.text()));
        section.put("subnets", hardware.ranges().subnets().text());
        hardware.ranges().cluster().ifPresent(range -> section.put("cluster", range.text()));
        section.put("out-of-band", hardware.ranges().outOfBand().text());
        hardware.asns().ifPresent(asns -> section.put("asns", asns.toString()));
        if (!hardware.asnsInUse().isEmpty()) {
            section.put(
                    "asns-in-use",
                    hardware.asnsInUse().stream()
                            .map(range -> range.size() == 1 ? range.first().toString() : range.toString())
                            .toList());
        }
        Map<String, Object> models = new LinkedHashMap<>();
        hardware.models().forEach((name, model) -> models.put(name, model(model)));
        if (!models.isEmpty()) {
            section.put("models", models);
        }
        hardware.traffic().ifPresent(traffic -> section.put("traffic", traffic(traffic)));
        return section;
    }

    private static Map<String, Object> model(SwitchModel model) {
        return ordered(
                "naming",
                ModelsReader.word(model.naming()),
                "ports",
                model.ports().stream().map(ModelsReader::words).toList(),
                "routes",
                model.routes(),
                "ecmp",
                model.ecmp());
    }

    private static Map<String, Object> traffic(HardwareSpec.Traffic traffic) {
        Map<String, Object> section = new LinkedHashMap<>();
        traffic.storedPerHost().ifPresent(size -> section.put("stored-per-host", size(size)));
        section.put("recovery", TrafficReader.words(traffic.recovery()));
        section.put("client-per-host", rate(traffic.clientPerHost()));
        section.put("shuffle-per-host", rate(traffic.shufflePerHost()));
        section.put("usable", traffic.usable());
        return section;
    }

    private static Map<String, Object> storage(StorageSpec storage) {
        Map<String, Object> section = ordered(
                "protection", storage.protection().toString(),
                "failure-domain", storage.failureDomain().yaml());
        section.put(
                "osds-per-drive",
                storage.osdsPerDrive().isPresent() ? storage.osdsPerDrive().getAsInt() : "auto");
        if (!storage.wipe().isEmpty()) {
            section.put("wipe", storage.wipe());
        }
        if (storage.acceptDataLoss()) {
            section.put("accept-data-loss", true);
        }
        storage.goal().ifPresent(goal -> {
            Map<String, Object> written = ordered("usable", size(goal.usable()));
            goal.read().ifPresent(rate -> written.put("read", rate(rate)));
            goal.write().ifPresent(rate -> written.put("write", rate(rate)));
            goal.growth().ifPresent(growth -> written.put("growth", size(growth) + "/month"));
            written.put("object-size", size(goal.objectSize()));
            section.put("goal", written);
        });
        return section;
    }

    private static Map<String, Object> ceph(CephSpec ceph) {
        Map<String, Object> packages = new LinkedHashMap<>();
        ceph.packages().version().ifPresent(version -> packages.put("version", version));
        ceph.packages().mirror().ifPresent(mirror -> packages.put("mirror", mirror));
        Map<String, Object> s3 = ordered(
                "user", ceph.s3().user(),
                "bucket", ceph.s3().bucket(),
                "endpoint", ceph.s3().endpoint());
        ceph.s3().keys().ifPresent(keys -> {
            s3.put("access-key", keys.accessKey().toString());
            s3.put("secret-key", keys.secretKey().toString());
        });
        return ordered(
                "packages",
                packages,
                "mons",
                ceph.mons(),
                "mgrs",
                ceph.mgrs(),
                "rgws",
                ceph.rgws(),
                "s3",
                s3,
                "settings",
                ceph.settings(),
                "profile",
                ceph.profile().yaml());
    }

    private static Map<String, Object> spark(SparkSpec spark) {
        Object source = spark.source() instanceof SparkSpec.Source.Tarball tarball
                ? ordered("tarball", tarball.location(), "sha256", tarball.sha256())
                : "maven-central";
        Map<String, Object> section = ordered(
                "version",
                spark.version(),
                "scala",
                spark.scala(),
                "hadoop",
                spark.hadoop(),
                "source",
                source,
                "executor",
                share(spark.executor()));
        spark.worker().ifPresent(worker -> section.put("worker", share(worker)));
        section.put("settings", spark.settings());
        return section;
    }

    private static Map<String, Object> share(SparkSpec.Size size) {
        return ordered("cores", size.cores(), "memory", size(size.memory()));
    }

    private static Map<String, Object> verify(VerifySpec verify) {
        Map<String, Object> thresholds = new LinkedHashMap<>();
        verify.thresholds().write().ifPresent(rate -> thresholds.put("write", ">= " + rate(rate)));
        verify.thresholds().read().ifPresent(rate -> thresholds.put("read", ">= " + rate(rate)));
        verify.thresholds().ratio().ifPresent(ratio -> thresholds.put("ratio", ">= " + ratio));
        return ordered("data", size(verify.data()), "object-size", size(verify.objectSize()), "thresholds", thresholds);
    }

    private static String drives(DiskRequest drives) {
        return drives.count() + " x " + drives.media().deviceClass() + " >= " + size(drives.atLeast());
    }

    /** A size in the unit that says it shortest without rounding. */
    public static String size(ByteSize size) {
        for (String text : List.of(size.toString(), size.binary(), size.decimal())) {
            if (ByteSize.parse(text).equals(size)) {
                return text;
            }
        }
        return size.bytes() + " B";
    }

    /** A throughput likewise. */
    public static String rate(ByteRate rate) {
        return size(rate.perSecond()) + "/s";
    }

    /** The rate of a link likewise. */
    public static String rate(BitRate rate) {
        return BitRate.parse(rate.toString()).equals(rate) ? rate.toString() : rate.bitsPerSecond() + " bit/s";
    }

    static Map<String, Object> ordered(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }
}
