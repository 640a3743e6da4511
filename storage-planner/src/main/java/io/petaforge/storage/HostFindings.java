package io.petaforge.storage;

import io.petaforge.api.BitRate;
import io.petaforge.api.ByteSize;
import io.petaforge.api.MachineId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds what will hold hosts back without stopping them. Hosts of which the same is to be said are named together. */
final class HostFindings {
    /** Ceph's default of osd_memory_target: below it caches are smaller than those its developers measure with. */
    private static final ByteSize DEFAULT_TARGET = ByteSize.ofGiB(4);

    /**
     * RocksDB's levels are 256 MiB, 2.5 GiB and 25 GiB: before Ceph 16 a level was on the DB drive whole or not at all, and
     * 30 GiB is the least that holds three (Ceph's BlueStore configuration reference, "sizing").
     */
    private static final ByteSize THREE_LEVELS = ByteSize.ofGiB(30);

    /** Parts of the data that a DB should have: 1 % at least, 4 % for object storage with many small objects (the same). */
    private static final int LEAST_DB_PERCENT = 1;

    private static final int BEST_DB_PERCENT = 4;

    /** All OSDs of a DB drive are lost with it, and share its writes: 4 to 5 for a SATA SSD, 10 for NVMe (Red Hat, IBM). */
    private static final int MOST_ON_NVME = 10;

    private static final int MOST_ON_SSD = 5;

    private record Remark(String code, String text, String fix) {}

    private final StorageRequest request;
    private final Map<Remark, List<MachineId>> remarks = new LinkedHashMap<>();

    private HostFindings(StorageRequest request) {
        this.request = request;
    }

    static List<Finding> of(StorageRequest request, List<OsdPlan> osds) {
        HostFindings findings = new HostFindings(request);
        Map<MachineId, List<OsdPlan>> byHost = new HashMap<>();
        osds.forEach(osd ->
                byHost.computeIfAbsent(osd.host(), host -> new ArrayList<>()).add(osd));
        for (StorageRequest.Host host : request.hosts()) {
            List<OsdPlan> own = byHost.getOrDefault(host.id(), List.of());
            if (!own.isEmpty()) {
                findings.threads(host, own);
                findings.network(host);
                findings.memory(host, own);
                findings.dbs(host, own);
            }
        }
        return findings.collected();
    }

    private void threads(StorageRequest.Host host, List<OsdPlan> osds) {
        if (host.compute().isEmpty()) {
            return;
        }
        StorageRequest.Compute compute = host.compute().get();
        int own = osds.stream().mapToInt(osd -> DaemonCost.threads(osd.media())).sum();
        int needed = own + compute.otherThreads();
        if (compute.threads() < needed) {
            add(
                    host,
                    "PF-STO-050",
                    compute.threads() + " threads, and under load " + osds.size() + " OSDs keep " + own
                            + " busy and everything else " + compute.otherThreads(),
                    "throughput ends where the threads do: ask for " + needed + ", or move daemons elsewhere");
        }
    }

    /**
     * What the network must bring for the drives to write as fast as they can: with copies each byte comes once; with
     * erasure coding the first OSD receives whole objects and sends the chunks on.
     */
    private void network(StorageRequest.Host host) {
        if (host.compute().isEmpty()) {
            return;
        }
        double drives = host.drives().stream()
                .mapToDouble(drive -> DaemonCost.writeRate(drive.media()))
                .sum();
        double factor = request.protection() instanceof Protection.Erasure code
                ? 1 + (code.k() - 1.0) / (code.k() + code.m())
                : 1;
        BitRate needed = new BitRate(Math.round(drives * factor * 8));
        BitRate ports = host.compute().get().network();
        if (ports.compareTo(needed) < 0) {
            add(
                    host,
                    "PF-STO-051",
                    host.drives().size() + " " + host.drives().get(0).media().deviceClass()
                            + " drives could write what " + needed + " bring, and its ports bring " + ports,
                    "the ports limit large writes to "
                            + Math.round(100.0 * ports.bitsPerSecond() / needed.bitsPerSecond())
                            + " % of the drives; faster ports or fewer drives a host would use them fully");
        }
    }

    private void memory(StorageRequest.Host host, List<OsdPlan> osds) {
        ByteSize target = osds.get(0).memoryTarget();
        if (request.sizing().leastMemoryPerOsd().compareTo(OsdPlanner.LEAST_TARGET) > 0
                && target.compareTo(DEFAULT_TARGET) < 0) {
            add(
                    host,
                    "PF-STO-055",
                    "its memory leaves each of " + osds.size() + " OSDs a target of " + target
                            + ", below Ceph's default " + DEFAULT_TARGET,
                    "OSDs will read metadata from their drives again: plan 8 GiB for each");
        }
    }

    private void dbs(StorageRequest.Host host, List<OsdPlan> osds) {
        Optional<OsdPlan> smallest = osds.stream()
                .filter(osd -> osd.db().isPresent())
                .min(java.util.Comparator.comparing(
                        osd -> osd.db().orElseThrow().size()));
        if (smallest.isEmpty()) {
            return;
        }
        DriveSlice db = smallest.get().db().orElseThrow();
        ByteSize data = smallest.get().size();
        ByteSize least = new ByteSize(Math.max(THREE_LEVELS.bytes(), data.bytes() / 100 * LEAST_DB_PERCENT));
        if (db.size().compareTo(least) < 0) {
            add(
                    host,
                    "PF-STO-052",
                    "a DB of " + db.size().decimal() + " for " + data.decimal()
                            + " of data will spill to the data drive",
                    "give each OSD " + least.decimal() + " at least, and "
                            + new ByteSize(data.bytes() / 100 * BEST_DB_PERCENT).decimal() + " for many small objects");
        }
        if (db.media().compareTo(smallest.get().media()) >= 0) {
            add(
                    host,
                    "PF-STO-053",
                    "DBs on " + db.media().deviceClass() + " are no faster than on the data's own "
                            + smallest.get().media().deviceClass(),
                    "use the DB drives as OSDs instead");
        }
        int most = db.media() == io.petaforge.api.Media.NVME ? MOST_ON_NVME : MOST_ON_SSD;
        if (db.of() > most) {
            add(
                    host,
                    "PF-STO-054",
                    db.of() + " OSDs share the " + db.media().deviceClass() + " drive "
                            + "for their DBs and are lost with it",
                    "plan one such drive for every " + most + " OSDs");
        }
    }

    private void add(StorageRequest.Host host, String code, String text, String fix) {
        remarks.computeIfAbsent(new Remark(code, text, fix), remark -> new ArrayList<>())
                .add(host.id());
    }

    private List<Finding> collected() {
        return remarks.entrySet().stream()
                .map(entry -> new Finding(
                        entry.getKey().code(),
                        names(entry.getValue()) + ": " + entry.getKey().text(),
                        entry.getKey().fix()))
                .toList();
    }

    private static String names(List<MachineId> hosts) {
        return hosts.get(0) + (hosts.size() == 1 ? "" : " and " + (hosts.size() - 1) + " more");
    }
}
