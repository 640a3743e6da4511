package io.petaforge.cloud.aws;

import io.petaforge.api.Charged;
import io.petaforge.api.ChargedMachine;
import io.petaforge.api.ChargedService;
import io.petaforge.api.ClusterRequest;
import io.petaforge.api.MachineRequest;
import io.petaforge.api.Media;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What EC2 charges for: the types and volumes of {@link LaunchRequest}, the group's first type before a machine is made, and
 * what leads to machines without public addresses. Pure.
 */
final class Charges {
    /** As price files call it. */
    private static final String NAT_GATEWAY = "nat-gateway";

    private final AwsSettings settings;
    private final AwsRecord record;
    private final Map<String, InstanceType> types;

    Charges(AwsSettings settings, AwsRecord record, Map<String, InstanceType> types) {
        this.settings = settings;
        this.record = record;
        this.types = types;
    }

    /** @param request with the jump host, where there is one */
    Charged of(ClusterRequest request) {
        List<ChargedService> services = new ArrayList<>();
        List<String> byUse = new ArrayList<>();
        if (settings.jump().isPresent()) {
            services.add(new ChargedService(NAT_GATEWAY, 1));
            byUse.add("what passes the NAT gateway, by the GB");
        }
        if (Set.copyOf(settings.zones().values()).size() > 1) {
            byUse.add("what passes between availability zones, by the GB");
        }
        return new Charged(request.machines().stream().map(this::machine).toList(), services, byUse);
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
                settings.jump().isEmpty() || machine.group().equals(JumpHost.NAME) ? 1 : 0);
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
