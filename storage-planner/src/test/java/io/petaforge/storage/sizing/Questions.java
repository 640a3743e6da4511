package io.petaforge.storage.sizing;

import io.petaforge.api.BitRate;
import io.petaforge.api.ByteRate;
import io.petaforge.api.ByteSize;
import io.petaforge.api.Media;
import io.petaforge.storage.Protection;
import io.petaforge.storage.StorageRequest.FailureDomain;
import io.petaforge.storage.hardware.DriveType;
import io.petaforge.storage.hardware.Drives;
import io.petaforge.storage.hardware.HostType;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Questions that tests begin with. */
final class Questions {
    static final DriveType LARGE = new DriveType(
            "nvme-15t",
            ByteSize.parse("15.36TB"),
            Media.NVME,
            ByteRate.ofGB(6.8),
            ByteRate.ofGB(4),
            20,
            OptionalDouble.of(1900));
    static final DriveType SMALL = new DriveType(
            "nvme-7t",
            ByteSize.parse("7.68TB"),
            Media.NVME,
            ByteRate.ofGB(6.8),
            ByteRate.ofGB(3),
            15,
            OptionalDouble.of(1000));
    static final HostType DENSE = host("dense", 128, 512, 24, LARGE, 200, 2, 650, 14000);
    static final HostType LIGHT = host("light", 64, 256, 10, SMALL, 50, 1, 350, 7000);

    private Questions() {}

    static HostType host(
            String name,
            int threads,
            int memory,
            int count,
            DriveType drive,
            int gbit,
            int units,
            int watts,
            int price) {
        return new HostType(
                name,
                threads,
                ByteSize.ofGiB(memory),
                List.of(new Drives(drive, count)),
                BitRate.ofGbit(gbit),
                Optional.empty(),
                units,
                watts,
                OptionalDouble.of(price));
    }

    static Goal goal(String usable, double readGB, double writeGB) {
        return new Goal(
                ByteSize.parse(usable),
                readGB > 0 ? Optional.of(ByteRate.ofGB(readGB)) : Optional.empty(),
                writeGB > 0 ? Optional.of(ByteRate.ofGB(writeGB)) : Optional.empty(),
                Optional.empty(),
                ByteSize.ofMiB(4),
                FailureDomain.RACK,
                Optional.empty());
    }

    static Goal with(Goal goal, Protection protection, FailureDomain survive) {
        return new Goal(
                goal.usable(),
                goal.read(),
                goal.write(),
                goal.growth(),
                goal.objectSize(),
                survive,
                Optional.of(protection));
    }

    static Limits room(int racks, int hostsPerRack) {
        return new Limits(racks, hostsPerRack, OptionalDouble.empty(), OptionalInt.empty());
    }

    static Question petabyte() {
        return new Question(goal("1PB", 20, 8), List.of(DENSE, LIGHT), room(8, 10));
    }
}
