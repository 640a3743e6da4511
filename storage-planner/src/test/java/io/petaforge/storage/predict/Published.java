package io.petaforge.storage.predict;

import io.petaforge.api.BitRate;
import io.petaforge.api.ByteRate;
import io.petaforge.api.ByteSize;
import io.petaforge.api.Media;
import io.petaforge.storage.Protection;
import io.petaforge.storage.StorageRequest.FailureDomain;
import io.petaforge.storage.hardware.Clients;
import io.petaforge.storage.hardware.DriveType;
import io.petaforge.storage.hardware.Drives;
import io.petaforge.storage.hardware.Gateways;
import io.petaforge.storage.hardware.HostGroup;
import io.petaforge.storage.hardware.HostType;
import io.petaforge.storage.hardware.Shape;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * What was published of real clusters, with their hardware. The first eight are the project's reference; the others are
 * what the same publications give besides.
 *
 * @param publication journey, reef or object
 * @param limiter what the publication says limited the result, or nothing
 */
record Published(
        String publication,
        String name,
        boolean write,
        Shape shape,
        Function<Prediction, Limited> level,
        ByteRate rate,
        Optional<Component> limiter) {
    static final int REFERENCE = 8;

    private static final Protection THREE = new Protection.Replicated(3, 2);

    /** Journey: Dell R6615, EPYC 9454P, 2x100GbE ConnectX-6; of the drives one OSD alone read 6.6 and wrote 4.0 GB/s. */
    private static final HostType R6615 = host("R6615", 96, 192, 10, drive("15.36 TB RI", "15.36TB", 6.6, 4.0), 200);

    /** Reef: Dell R6515, EPYC 7742, 1x100GbE; Samsung PM983 by its data sheet. */
    private static final HostType R6515 = host("R6515", 128, 128, 6, drive("PM983", "3.84TB", 3.2, 2.0), 100);

    /**
     * Object: Dell R760, 64 vCPUs (768 in 12 hosts), 2x100GbE. The drive's model is not published: what such drives do. The
     * cards are said to be capped at 100 Gbit/s; CalibrationTest shows why that cannot be the host's cap.
     */
    private static final HostType R760 = host("R760", 64, 512, 24, drive("3.84 TB", "3.84TB", 6.5, 3.5), 200);

    static List<Published> all() {
        Protection ec62 = new Protection.Erasure(6, 2);
        Protection ec22 = new Protection.Erasure(2, 2);
        Protection ec83 = new Protection.Erasure(8, 3);
        Clients same = new Clients(63, 96, BitRate.ofGbit(200), true);
        Clients sameReef = new Clients(10, 128, BitRate.ofGbit(100), true);
        Clients other31 = new Clients(31, 96, BitRate.ofGbit(200), false);
        Shape journey = shape(R6615, 63, THREE, 0, false, 4).with(same);
        Shape reef = shape(R6515, 10, THREE, 20, false, 4).with(sameReef);
        Shape object32 = shape(R760, 12, ec22, 48, true, 32);
        Optional<Component> network = Optional.of(Component.NIC);
        Optional<Component> unsaid = Optional.empty();
        return List.of(
                rados("630 OSDs, replica 3", false, journey, gib(1025), network),
                rados("630 OSDs, replica 3", true, journey, gib(270), unsaid),
                rados("630 OSDs, EC 6+2", false, journey.with(ec62, 1), gib(547), unsaid),
                rados("630 OSDs, EC 6+2", true, journey.with(ec62, 1), gib(387), unsaid),
                rgw("object", "288 OSDs, EC 2+2, TLS, 32 MiB", false, object32, gib(111), network),
                rgw("object", "288 OSDs, EC 2+2, TLS, 32 MiB", true, object32, gib(65.8), network),
                rgw("reef", "60 OSDs, replica 3, 4 MiB", false, reef, ByteRate.ofGB(53), network),
                rgw("reef", "60 OSDs, replica 3, 4 MiB", true, reef, ByteRate.ofGB(18.6), network),
                rados("30 OSDs, replica 3", false, shape(R6615, 3, THREE, 0, false, 4), gib(63), unsaid),
                rados("30 OSDs, replica 3", true, shape(R6615, 3, THREE, 0, false, 4), gib(15), unsaid),
                rados("100 OSDs, replica 3", false, shape(R6615, 10, THREE, 0, false, 4), gib(214), unsaid),
                rados("100 OSDs, replica 3", true, shape(R6615, 10, THREE, 0, false, 4), gib(46), unsaid),
                rados(
                        "320 OSDs, replica 3",
                        false,
                        shape(R6615, 32, THREE, 0, false, 4).with(other31),
                        gib(635),
                        unsaid),
                rados(
                        "320 OSDs, replica 3",
                        true,
                        shape(R6615, 32, THREE, 0, false, 4).with(other31),
                        gib(133),
                        unsaid),
                rgw("object", "96 OSDs, EC 2+2, TLS, 4 MiB", false, shape(R760, 4, ec22, 16, true, 4), gib(39), unsaid),
                rgw(
                        "object",
                        "96 OSDs, EC 2+2, TLS, 4 MiB",
                        true,
                        shape(R760, 4, ec22, 16, true, 4),
                        gib(15.5),
                        unsaid),
                rgw(
                        "object",
                        "288 OSDs, EC 2+2, TLS, 4 MiB",
                        false,
                        shape(R760, 12, ec22, 48, true, 4),
                        gib(113),
                        unsaid),
                rgw(
                        "object",
                        "288 OSDs, EC 2+2, TLS, 4 MiB",
                        true,
                        shape(R760, 12, ec22, 48, true, 4),
                        gib(50),
                        unsaid),
                rgw(
                        "object",
                        "288 OSDs, EC 8+3, 4 MiB",
                        false,
                        shape(R760, 12, ec83, 48, false, 4),
                        mib(96_351),
                        network),
                rgw(
                        "object",
                        "288 OSDs, EC 8+3, 4 MiB",
                        true,
                        shape(R760, 12, ec83, 48, false, 4),
                        mib(58_086),
                        network),
                rgw(
                        "object",
                        "288 OSDs, EC 8+3, TLS, 4 MiB",
                        false,
                        shape(R760, 12, ec83, 48, true, 4),
                        mib(95_965),
                        network),
                rgw(
                        "object",
                        "288 OSDs, EC 8+3, TLS, 4 MiB",
                        true,
                        shape(R760, 12, ec83, 48, true, 4),
                        mib(55_651),
                        network),
                new Published(
                        "reef",
                        "60 OSDs, replica 3, librbd",
                        true,
                        reef,
                        Prediction::radosWrite,
                        ByteRate.ofGB(25),
                        unsaid));
    }

    /** What the model says, divided by what was published, less 1. */
    double error(ModelParameters parameters) {
        return (double) predicted(parameters).rate().bytesPerSecond() / rate.bytesPerSecond() - 1;
    }

    Limited predicted(ModelParameters parameters) {
        return level.apply(new Predictor(parameters).of(shape));
    }

    private static Published rados(
            String name, boolean write, Shape shape, ByteRate rate, Optional<Component> limiter) {
        return new Published(
                "journey", name, write, shape, write ? Prediction::radosWrite : Prediction::radosRead, rate, limiter);
    }

    private static Published rgw(
            String publication, String name, boolean write, Shape shape, ByteRate rate, Optional<Component> limiter) {
        return new Published(
                publication, name, write, shape, write ? Prediction::rgwWrite : Prediction::rgwRead, rate, limiter);
    }

    private static Shape shape(
            HostType type, int hosts, Protection protection, int gateways, boolean tls, long mebibytes) {
        return Shape.of(
                        List.of(HostGroup.spread(type, hosts, 1)),
                        1,
                        protection,
                        FailureDomain.HOST,
                        Gateways.onStorageHosts(gateways))
                .with(tls, ByteSize.ofMiB(mebibytes));
    }

    private static DriveType drive(String name, String size, double read, double write) {
        return new DriveType(
                name,
                ByteSize.parse(size),
                Media.NVME,
                ByteRate.ofGB(read),
                ByteRate.ofGB(write),
                0,
                OptionalDouble.empty());
    }

    private static HostType host(String name, int threads, long memory, int drives, DriveType type, long gigabits) {
        return new HostType(
                name,
                threads,
                ByteSize.ofGiB(memory),
                List.of(new Drives(type, drives)),
                BitRate.ofGbit(gigabits),
                Optional.empty(),
                1,
                0,
                OptionalDouble.empty());
    }

    private static ByteRate gib(double value) {
        return ByteRate.ofGiB(value);
    }

    private static ByteRate mib(double value) {
        return ByteRate.ofGiB(value / 1024);
    }
}
