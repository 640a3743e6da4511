package io.petaforge.storage.predict;

import io.petaforge.api.ByteRate;
import io.petaforge.storage.hardware.HostGroup;
import io.petaforge.storage.hardware.HostType;
import io.petaforge.storage.hardware.Shape;

/**
 * What a set of drives and hosts can put into a repair.
 *
 * @param osds how many OSDs
 * @param raw bytes of their drives
 * @param write bytes a second, by the data sheets
 * @param read bytes a second, by the data sheets
 * @param link bytes a second of their hosts, each way
 * @param threads of their hosts
 */
record Hands(double osds, double raw, double write, double read, double link, double threads) {
    static final Hands NONE = new Hands(0, 0, 0, 0, 0, 0);

    static Hands of(Shape shape) {
        Hands all = NONE;
        for (HostGroup group : shape.groups()) {
            all = all.plus(host(shape, group.type()).times(group.hosts()));
        }
        return all;
    }

    static Hands rack(Shape shape, int rack) {
        Hands all = NONE;
        for (HostGroup group : shape.groups()) {
            all = all.plus(host(shape, group.type()).times(group.perRack().get(rack)));
        }
        return all;
    }

    static Hands host(Shape shape, HostType type) {
        double link = Math.min(
                ByteRate.ofLink(type.network()).bytesPerSecond(),
                ByteRate.ofLink(type.pcieCap().orElse(type.network())).bytesPerSecond());
        return new Hands(
                (double) type.driveCount() * shape.osdsPerDrive(),
                type.raw().bytes(),
                type.driveWrite().bytesPerSecond(),
                type.driveRead().bytesPerSecond(),
                link,
                type.threads());
    }

    Hands plus(Hands other) {
        return new Hands(
                osds + other.osds,
                raw + other.raw,
                write + other.write,
                read + other.read,
                link + other.link,
                threads + other.threads);
    }

    Hands times(double factor) {
        return new Hands(osds * factor, raw * factor, write * factor, read * factor, link * factor, threads * factor);
    }

    Hands minus(Hands other) {
        return plus(other.times(-1));
    }

    /** Without the drives only: the host is still there. */
    Hands minusDrives(Hands drives) {
        return new Hands(osds - drives.osds, raw - drives.raw, write - drives.write, read - drives.read, link, threads);
    }
}
