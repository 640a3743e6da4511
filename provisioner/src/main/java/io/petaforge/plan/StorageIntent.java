package io.petaforge.plan;

import io.petaforge.api.ByteSize;
import io.petaforge.api.Machine;
import io.petaforge.api.MachineId;
import io.petaforge.spec.CephSpec;
import io.petaforge.spec.ClusterSpec;
import io.petaforge.spec.MachineGroup;
import io.petaforge.spec.Role;
import io.petaforge.spec.Volume;
import io.petaforge.storage.Protection;
import io.petaforge.storage.StorageRequest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What the inventory and the hardware ask of the storage planner. */
final class StorageIntent {
    /**
     * Memory that is not the OSDs', for the operating system and for each other role of a host. Lab: a mon took 33 MB, a
     * manager 265 MB, a gateway 209 MB at most where it was measured, rounded up. Production: a multiple of Ceph's own
     * recommendation of 2 GB for small monitors and managers, since these grow with the number of OSDs.
     */
    private record Reserve(ByteSize system, ByteSize perRole) {
        static final Reserve LAB = new Reserve(ByteSize.ofMiB(256), ByteSize.ofMiB(320));
        static final Reserve PRODUCTION = new Reserve(ByteSize.ofGiB(4), ByteSize.ofGiB(8));
    }

    private StorageIntent() {}

    static StorageRequest of(ClusterSpec spec, Map<MachineId, Machine> machines, VolumeAssignment volumes) {
        boolean lab = spec.ceph().profile() == CephSpec.Profile.LAB;
        Reserve reserve = lab ? Reserve.LAB : Reserve.PRODUCTION;
        List<StorageRequest.Host> hosts = spec.groups(Role.OSD).stream()
                .flatMap(group ->
                        group.members().stream().map(member -> host(group, member, machines, volumes, reserve)))
                .toList();
        return new StorageRequest(
                spec.name(),
                hosts,
                protection(spec.storage().protection()),
                StorageRequest.FailureDomain.valueOf(
                        spec.storage().failureDomain().name()),
                lab ? StorageRequest.Sizing.LAB : StorageRequest.Sizing.PRODUCTION,
                Optional.empty());
    }

    private static StorageRequest.Host host(
            MachineGroup group,
            MachineGroup.Member member,
            Map<MachineId, Machine> machines,
            VolumeAssignment volumes,
            Reserve reserve) {
        Machine machine = Objects.requireNonNull(machines.get(member.id()), () -> "no machine for " + member.id());
        long otherRoles =
                group.roles().stream().filter(role -> role != Role.OSD).count();
        return new StorageRequest.Host(
                member.id(),
                member.rack(),
                machine.memory(),
                reserve.system().plus(reserve.perRole().times(otherRoles)),
                volumes.of(member.id(), Volume.OSD).stream()
                        .map(disk -> new StorageRequest.Drive(disk.serial(), disk.size(), disk.media()))
                        .toList());
    }

    /** A replicated pool goes on taking writes while more than half of its copies are there, as Ceph's default has it. */
    private static Protection protection(io.petaforge.spec.Protection wanted) {
        if (wanted instanceof io.petaforge.spec.Protection.ErasureCode code) {
            return new Protection.Erasure(code.data(), code.parity());
        }
        int copies = wanted.width();
        return new Protection.Replicated(copies, copies - copies / 2);
    }
}
