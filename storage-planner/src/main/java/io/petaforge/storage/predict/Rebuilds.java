package io.petaforge.storage.predict;

import io.petaforge.api.ByteRate;
import io.petaforge.api.ByteSize;
import io.petaforge.storage.Protection;
import io.petaforge.storage.StorageRequest.FailureDomain;
import io.petaforge.storage.hardware.DriveType;
import io.petaforge.storage.hardware.HostGroup;
import io.petaforge.storage.hardware.HostType;
import io.petaforge.storage.hardware.Shape;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How long repairs take. What was lost is written anew by the drives that CRUSH gives it to: all of them where the shape
 * has more failure domains than an object needs, else those left in the same domain. For every lost byte one is read from
 * a copy, or k from the other chunks, by all that survive.
 */
final class Rebuilds {
    private static final double GIB = 1 << 30;

    private final Shape shape;
    private final ModelParameters parameters;
    private final boolean byRack;
    private final long domains;
    private final int needed;
    private final Hands all;

    Rebuilds(Shape shape, ModelParameters parameters) {
        this.shape = shape;
        this.parameters = parameters;
        byRack = shape.domain() == FailureDomain.RACK;
        domains = shape.domains().size();
        needed = (shape.protection().width() + shape.chunksPerDomain() - 1) / shape.chunksPerDomain();
        all = Hands.of(shape);
    }

    /** The largest drive, in the fullest rack's fullest host. */
    Optional<Rebuild> drive() {
        HostType type = fullestHost();
        DriveType drive = type.drives().stream()
                .filter(drives -> drives.count() > 0)
                .map(drives -> drives.type())
                .max(Comparator.comparing(DriveType::size))
                .orElseThrow();
        Hands lost = new Hands(
                shape.osdsPerDrive(),
                drive.size().bytes(),
                drive.write().bytesPerSecond(),
                drive.read().bytesPerSecond(),
                0,
                0);
        Hands domain = byRack ? Hands.rack(shape, rackOf(type)) : Hands.host(shape, type);
        Hands targets = (domains > needed ? all : domain).minusDrives(lost);
        return rebuild(lost, targets, all.minusDrives(lost));
    }

    Optional<Rebuild> host() {
        HostType type = fullestHost();
        Hands lost = Hands.host(shape, type);
        Hands survivors = all.minus(lost);
        if (!byRack) {
            return domains > needed ? rebuild(lost, survivors, survivors) : Optional.empty();
        }
        Hands rack = Hands.rack(shape, rackOf(type)).minus(lost);
        return rebuild(lost, domains > needed ? survivors : rack, survivors);
    }

    Optional<Rebuild> rack() {
        int fullest = IntStream.range(0, shape.racks())
                .boxed()
                .max(Comparator.comparingDouble(rack -> Hands.rack(shape, rack).raw()))
                .orElseThrow();
        Hands lost = Hands.rack(shape, fullest);
        long domainsLost = byRack ? 1 : hosts(fullest);
        if (domains - domainsLost < needed) {
            return Optional.empty();
        }
        Hands survivors = all.minus(lost);
        return rebuild(lost, survivors, survivors);
    }

    private Optional<Rebuild> rebuild(Hands lost, Hands targets, Hands survivors) {
        if (targets.osds() < 0.5) {
            return Optional.empty();
        }
        ModelParameters.Recovery recovery = parameters.recovery();
        double share = recovery.share();
        double reads = shape.protection() instanceof Protection.Erasure code ? code.k() : 1;
        boolean coded = shape.protection() instanceof Protection.Erasure;
        double helping = Math.min(targets.osds(), lost.osds() * recovery.pgs()) / targets.osds();
        double osd = share * recovery.osd() * 1e6;

        Map<Component, ByteRate> ceilings = new EnumMap<>(Component.class);
        ceilings.put(
                Component.RECOVERY, ByteRate.of(osd * Math.min(targets.osds() * helping, survivors.osds() / reads)));
        double drives = shape.shared() ? 1 / all.osds() : 1;
        ceilings.put(
                Component.DRIVES,
                ByteRate.of(share
                        * drives
                        * Math.min(
                                targets.write() * helping * parameters.drive().write(),
                                survivors.read() * parameters.drive().read() / reads)));
        double threads = shape.shared() ? fullestHost().threads() : survivors.threads();
        ceilings.put(
                Component.CPU,
                ByteRate.of(share
                        * parameters.cpu().usable()
                        * threads
                        * GIB
                        / (parameters.cpu().osdWrite() + parameters.cpu().osdRead() * reads)));
        if (!shape.shared()) {
            // A copy goes straight to its new place; chunks are gathered by a primary, which makes the lost one anew.
            double arriving = coded ? reads + 1 : 1;
            ceilings.put(
                    Component.NIC,
                    ByteRate.of(share
                            * parameters.network().oneWay()
                            * Math.min(targets.link() * helping, survivors.link() / arriving)));
        }
        Limited limited = Limited.by(ceilings);
        double moved = lost.raw() * shape.fill();
        long seconds = Math.max(1, Math.round(moved / limited.rate().bytesPerSecond()));
        return Optional.of(
                new Rebuild(Duration.ofSeconds(seconds), limited.limiter(), new ByteSize(Math.round(moved))));
    }

    private HostType fullestHost() {
        return shape.groups().stream()
                .filter(group -> group.hosts() > 0)
                .map(HostGroup::type)
                .max(Comparator.comparing(HostType::raw))
                .orElseThrow();
    }

    private int rackOf(HostType type) {
        return IntStream.range(0, shape.racks())
                .filter(rack -> shape.groups().stream()
                        .anyMatch(group ->
                                group.type().equals(type) && group.perRack().get(rack) > 0))
                .findFirst()
                .orElseThrow();
    }

    private long hosts(int rack) {
        return shape.groups().stream()
                .filter(group -> group.type().driveCount() > 0)
                .mapToLong(group -> group.perRack().get(rack))
                .sum();
    }
}
