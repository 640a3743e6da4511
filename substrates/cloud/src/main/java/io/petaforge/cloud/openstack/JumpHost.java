package io.petaforge.cloud.openstack;

import io.petaforge.api.ByteSize;
import io.petaforge.api.ClusterRequest;
import io.petaforge.api.MachineId;
import io.petaforge.api.MachineRequest;
import io.petaforge.api.SshAccess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The machine that leads to those without floating addresses. It is asked for, recorded, replaced and given back like any
 * other of the cluster, in a group of its own that the plan does not know. Pure.
 */
final class JumpHost {
    /** The machine's name, and its group's: machines of the inventory's groups have a number. */
    static final String NAME = "jump-host";

    /** Where sshd of images listens. */
    static final int SSH = 22;

    /** What sshd and the system take. */
    private static final ByteSize MEMORY = ByteSize.ofMiB(400);

    private JumpHost() {}

    /** The request with the jump host, where there is to be one: in the first rack. */
    static ClusterRequest with(ClusterRequest request, OpenStackSettings settings) {
        if (!settings.makesJumpHost() || request.machines().isEmpty()) {
            return request;
        }
        List<MachineRequest> machines = new ArrayList<>(request.machines());
        machines.add(new MachineRequest(
                new MachineId(NAME),
                NAME,
                MachineRequest.Kind.HOST,
                request.machines().get(0).rack(),
                1,
                MEMORY,
                List.of(),
                List.of(),
                MachineRequest.Image.BARE));
        return new ClusterRequest(request.cluster(), machines, request.cables());
    }

    /** The way through it; empty before it runs and has its address. */
    static Optional<SshAccess.Jump> way(OpenStackRecord record, String user, int port, Path operatorKey) {
        return record.holding(NAME)
                .filter(held ->
                        held.stage() == Held.Stage.ACTIVE && !held.floating().isEmpty())
                .map(held -> new SshAccess.Jump(held.floating(), port, user, operatorKey, List.of(held.hostKey())));
    }

    static boolean is(Held held) {
        return held.machine().equals(NAME);
    }
}
