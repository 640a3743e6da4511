package io.petaforge.cloud.aws;

import io.petaforge.api.Answer;
import io.petaforge.api.ByteSize;
import io.petaforge.api.ClusterRequest;
import io.petaforge.api.Disk;
import io.petaforge.api.DriveSpeed;
import io.petaforge.api.ExitCode;
import io.petaforge.api.Inspection;
import io.petaforge.api.Location;
import io.petaforge.api.Machine;
import io.petaforge.api.MachineId;
import io.petaforge.api.MachineRequest;
import io.petaforge.api.Media;
import io.petaforge.api.Nic;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The machines that a request has, or would have: what is planned before they are made has its group's first type, and drives
 * under names of their own; once they run, volumes for data are known by their ids, and the type's own drives by what the
 * machine tells.
 */
final class Offer {
    /** As every image of the last ten years names the first port of a Nitro machine. */
    private static final String PORT = "ens5";

    private static final String OWN_MODEL = "Amazon EC2 NVMe Instance Storage";
    private static final String VOLUME_MODEL = "Amazon Elastic Block Store";

    /** Asks machines that run what they are made of. */
    @FunctionalInterface
    interface Asking {
        Map<MachineId, Answer<Inspection>> inspect(AwsRecord record, Collection<MachineId> machines);
    }

    private final AwsSettings settings;
    private final AwsRecord record;
    private final Map<String, InstanceType> types;
    private final Asking asking;

    Offer(AwsSettings settings, AwsRecord record, Map<String, InstanceType> types, Asking asking) {
        this.settings = settings;
        this.record = record;
        this.types = types;
        this.asking = asking;
    }

    List<Machine> of(ClusterRequest request) {
        Collection<MachineId> withOwn = new TreeSet<>();
        request.machines().stream()
                .filter(machine -> record.holding(machine.id().value()).isPresent())
                .filter(machine -> machine.disks().stream().anyMatch(disk -> disk.media() == Media.NVME))
                .forEach(machine -> withOwn.add(machine.id()));
        Map<MachineId, Answer<Inspection>> inspected = withOwn.isEmpty() ? Map.of() : asking.inspect(record, withOwn);
        return request.machines().stream()
                .map(machine -> machine(machine, Optional.ofNullable(inspected.get(machine.id()))))
                .toList();
    }

    private Machine machine(MachineRequest machine, Optional<Answer<Inspection>> inspected) {
        Optional<AwsRecord.Held> held = record.holding(machine.id().value());
        Optional<AwsRecord.Batch> batch = held.flatMap(known -> record.batch(known.batch()));
        String name = batch.map(AwsRecord.Batch::type)
                .orElseGet(() -> settings.group(machine.group()).types().get(0));
        InstanceType type = types.get(name);
        Optional<Drives> drives = Optional.ofNullable(type).flatMap(known -> Drives.of(known, machine.disks()));
        if (type == null || drives.isEmpty()) {
            throw new PetaforgeException(
                    ExitCode.PREFLIGHT,
                    Problem.at(
                            "PF-AWS-014",
                            "substrate.aws.groups." + machine.group() + ".types",
                            type == null
                                    ? "the region " + settings.region() + " has no instance type '" + name + "'"
                                    : "the type " + name + " "
                                            + Fit.problem(type, machine, settings.group(machine.group()), settings)
                                                    .orElse("does not do"),
                            "Name a type that the region has, and that has the group's drives."));
        }
        List<Disk> disks = new ArrayList<>();
        // By its place, and not by the volume: a machine that gets a new system gets it on another, and is no other
        // machine.
        disks.add(new Disk(machine.id() + "-boot", VOLUME_MODEL, settings.bootDrive(), Media.SSD, true));
        List<Drives.Volume> volumes = drives.get().volumes();
        List<Optional<DriveSpeed>> speeds = VolumeSpeeds.of(settings.volumes(), type, volumes);
        for (int i = 0; i < volumes.size(); i++) {
            Drives.Volume volume = volumes.get(i);
            disks.add(volume(
                    held,
                    volume.device(),
                    machine.id() + "-volume-" + (i + 1),
                    size(volume),
                    volume.media(),
                    speeds.get(i)));
        }
        disks.addAll(own(machine.id(), drives.get(), inspected));
        return new Machine(
                machine.id(),
                machine.group(),
                new Location(machine.rack()),
                type.threads(),
                type.memory(),
                disks.stream().sorted(Comparator.comparing(Disk::serial)).toList(),
                List.of(new Nic(PORT, type.network())));
    }

    private static ByteSize size(Drives.Volume volume) {
        return ByteSize.ofGiB(volume.gibibytes());
    }

    /** Nitro shows a volume's id without its dash as the drive's serial number. */
    private static Disk volume(
            Optional<AwsRecord.Held> held,
            String device,
            String planned,
            ByteSize size,
            Media media,
            Optional<DriveSpeed> speed) {
        String serial = held.flatMap(
                        known -> Optional.ofNullable(known.volumes().get(device)))
                .map(id -> id.replace("-", ""))
                .orElse(planned);
        return new Disk(serial, VOLUME_MODEL, size, media, false, speed);
    }

    private static List<Disk> own(MachineId machine, Drives drives, Optional<Answer<Inspection>> inspected) {
        List<Disk> seen = inspected.flatMap(Answer::value).map(Inspection::disks).orElse(List.of()).stream()
                .filter(disk -> disk.model().equals(OWN_MODEL) && !disk.boot())
                .limit(drives.own().size())
                .toList();
        if (seen.size() == drives.own().size()) {
            return seen;
        }
        List<Disk> planned = new ArrayList<>();
        for (int number = 1; number <= drives.own().size(); number++) {
            planned.add(new Disk(
                    machine + "-nvme-" + number, OWN_MODEL, drives.own().get(number - 1), Media.NVME, false));
        }
        return planned;
    }
}
