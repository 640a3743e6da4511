package io.petaforge.cloud.aws;

import io.petaforge.api.ChargedMachine;
import io.petaforge.api.ClusterRequest;
import io.petaforge.api.MachineRequest;
import io.petaforge.api.Media;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What EC2 charges for: the types and volumes of {@link LaunchRequest}, the group's first type before a machine is made. Pure. */
final class Charges {
    private final AwsSettings settings;
    private final AwsRecord record;
    private final Map<String, InstanceType> types;

    Charges(AwsSettings settings, AwsRecord record, Map<String, InstanceType> types) {
        this.settings = settings;
        this.record = record;
        this.types = types;
    }

    List<ChargedMachine> of(ClusterRequest request) {
        return request.machines().stream().map(this::machine).toList();
    }

    private ChargedMachine machine(MachineRequest machine) {
        Optional<AwsRecord.Batch> batch =
                record.holding(machine.id().value()).flatMap(held -> record.batch(held.batch()));
        AwsSettings.Group group = settings.group(machine.group());
        String type =
                batch.map(AwsRecord.Batch::type).orElseGet(() -> group.types().get(0));
        List<ChargedMachine.Volume> volumes = new ArrayList<>();
        volumes.add(ChargedMachine.Volume.of("gp3", Gibibytes.of(settings.bootDrive())));
        Optional.ofNullable(types.get(type))
                .flatMap(known -> Drives.of(known, machine.disks()))
                .map(Drives::volumes)
                .orElse(List.of())
                .forEach(volume -> volumes.add(volume(volume)));
        return new ChargedMachine(
                machine.id(),
                machine.group(),
                type,
                batch.map(AwsRecord.Batch::spot).orElse(group.spot()),
                volumes,
                1);
    }

    private ChargedMachine.Volume volume(Drives.Volume volume) {
        if (volume.media() == Media.HDD) {
            return ChargedMachine.Volume.of("st1", volume.gibibytes());
        }
        AwsSettings.Volumes wanted = settings.volumes();
        return new ChargedMachine.Volume(
                wanted.type(),
                volume.gibibytes(),
                wanted.iops(),
                wanted.type().equals("gp3") ? wanted.throughput() : OptionalInt.empty());
    }
}
