package io.petaforge.cloud.aws;

import io.petaforge.api.ExitCode;
import io.petaforge.api.MachineId;
import io.petaforge.api.Pause;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.api.Progress;
import io.petaforge.api.Released;
import io.petaforge.cloud.CloudStore;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A cluster's end, or that of some of its machines: in EC2 first, then in the record. */
final class AwsRelease {
    private final Ec2 ec2;
    private final CloudStore<AwsRecord> store;
    private final AwsSettings settings;
    private final Pause pause;
    private final Progress progress;

    AwsRelease(Ec2 ec2, CloudStore<AwsRecord> store, AwsSettings settings, Pause pause, Progress progress) {
        this.ec2 = ec2;
        this.store = store;
        this.settings = settings;
        this.pause = pause;
        this.progress = progress;
    }

    Released all(String cluster) {
        Optional<AwsRecord> record = store.read(cluster);
        if (record.isEmpty()) {
            return nothing();
        }
        if (!record.get().region().equals(settings.region())) {
            throw new PetaforgeException(
                    ExitCode.BAD_INPUT,
                    Problem.at(
                            "PF-AWS-002",
                            "substrate.aws.region",
                            "the cluster " + cluster + " was begun in "
                                    + record.get().region(),
                            "Name that region."));
        }
        settle(Ledger.open(store, cluster, settings));
        Released released =
                new Belongings(ec2, pause, progress).remove(record.get().tags().tags());
        if (released.remaining().isEmpty()) {
            store.delete(cluster);
        }
        return released;
    }

    Released some(String cluster, Set<MachineId> machines) {
        Ledger ledger = Ledger.open(store, cluster, settings);
        settle(ledger);
        List<AwsRecord.Held> leaving = ledger.record().machines().stream()
                .filter(held -> machines.contains(new MachineId(held.machine())))
                .toList();
        if (leaving.isEmpty()) {
            return nothing();
        }
        Released released = new Belongings(ec2, pause, progress)
                .removeMachines(ledger.record().tags().tags(), leaving);
        if (released.remaining().isEmpty()) {
            ledger.hold(ledger.record().machines().stream()
                    .filter(held -> !leaving.contains(held))
                    .toList());
        }
        return released;
    }

    private void settle(Ledger ledger) {
        new NewRoots(ec2, ledger, new RootTasks(ec2, ledger.record().tags()), pause, progress).settle();
    }

    private static Released nothing() {
        return new Released(List.of(), List.of(), List.of("the record of what was made in EC2"));
    }
}
