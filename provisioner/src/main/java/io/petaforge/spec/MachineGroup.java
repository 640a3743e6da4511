package io.petaforge.spec;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.ByteSize;
import io.petaforge.api.DiskRequest;
import io.petaforge.api.MachineId;
import io.petaforge.api.MachineRequest.Image;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Machines of one kind.
 *
 * @param name the group's name; its machines are {@code <name>-1} to {@code <name>-<count>}
 * @param count how many machines
 * @param racks where they stand: the first {@code perRack} machines in the first rack, the next in the second, then round
 *     again
 * @param perRack machines with consecutive numbers in a rack; 1 deals them out one by one
 * @param roles what they may be used for, in the order of {@link Role}
 * @param image whether the substrate may hand them out with Ceph, FRR and Java installed
 * @param threads hardware threads each, at least
 * @param memory memory each, at least
 * @param volumes data drives each, beside the boot drive, in the order of {@link Volume}
 */
public record MachineGroup(
        String name,
        int count,
        List<String> racks,
        int perRack,
        Set<Role> roles,
        Image image,
        int threads,
        ByteSize memory,
        Map<Volume, DiskRequest> volumes) {
    /** One machine that the group asks for. */
    public record Member(MachineId id, String rack) {
        public Member {
            requireNonNull(id, "id");
            requireNonNull(rack, "rack");
        }
    }

    public MachineGroup {
        requireNonNull(name, "name");
        if (count < 1) {
            throw new IllegalArgumentException(name + ": a group has at least one machine");
        }
        racks = List.copyOf(racks);
        if (racks.isEmpty()) {
            throw new IllegalArgumentException(name + ": a group stands in at least one rack");
        }
        if (perRack < 1) {
            throw new IllegalArgumentException(name + ": a rack holds at least one machine");
        }
        EnumSet<Role> orderedRoles = EnumSet.noneOf(Role.class);
        orderedRoles.addAll(roles);
        roles = Collections.unmodifiableSet(orderedRoles);
        requireNonNull(image, "image");
        requireNonNull(memory, "memory");
        EnumMap<Volume, DiskRequest> orderedVolumes = new EnumMap<>(Volume.class);
        orderedVolumes.putAll(volumes);
        volumes = Collections.unmodifiableMap(orderedVolumes);
    }

    /** The machines that the group asks for, each with its rack, in the order of their numbers. */
    public List<Member> members() {
        return IntStream.range(0, count)
                .mapToObj(i -> new Member(new MachineId(name + "-" + (i + 1)), racks.get(i / perRack % racks.size())))
                .toList();
    }
}
