package io.petaforge.plan;

import io.petaforge.api.BitRate;
import io.petaforge.spec.CatalogueSpec;
import io.petaforge.spec.GoalSpec;
import io.petaforge.spec.QuestionSpec;
import io.petaforge.spec.StorageSpec;
import io.petaforge.storage.Protection;
import io.petaforge.storage.StorageRequest.FailureDomain;
import io.petaforge.storage.hardware.DriveType;
import io.petaforge.storage.hardware.Drives;
import io.petaforge.storage.hardware.HostType;
import io.petaforge.storage.sizing.Goal;
import io.petaforge.storage.sizing.Limits;
import io.petaforge.storage.sizing.Question;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What an inventory's goal and catalogue ask of the storage planner. */
final class SizingIntent {
    private SizingIntent() {}

    static Question of(QuestionSpec spec) {
        CatalogueSpec catalogue = spec.catalogue();
        List<HostType> hosts = catalogue.hosts().entrySet().stream()
                .map(entry -> host(entry.getKey(), entry.getValue(), catalogue))
                .toList();
        CatalogueSpec.Limits limits = catalogue.limits();
        return new Question(
                goal(spec.goal(), spec.failureDomain(), spec.protection().map(StorageIntent::protection)),
                hosts,
                new Limits(limits.racks(), limits.hostsPerRack(), limits.wattsPerRack(), limits.gateways()));
    }

    static Goal goal(GoalSpec goal, StorageSpec.FailureDomain survive, Optional<Protection> protection) {
        return new Goal(
                goal.usable(),
                goal.read(),
                goal.write(),
                goal.growth(),
                goal.objectSize(),
                FailureDomain.valueOf(survive.name()),
                protection);
    }

    private static HostType host(String name, CatalogueSpec.Host host, CatalogueSpec catalogue) {
        CatalogueSpec.Drive drive = Objects.requireNonNull(catalogue.drives().get(host.drive()), host.drive());
        DriveType type = new DriveType(
                host.drive(), drive.size(), drive.media(), drive.read(), drive.write(), drive.watts(), drive.price());
        return new HostType(
                name,
                host.threads(),
                host.memory(),
                List.of(new Drives(type, host.driveCount())),
                new BitRate(host.portRate().bitsPerSecond() * host.ports()),
                host.pcieCap(),
                host.rackUnits(),
                host.watts(),
                host.price());
    }
}
