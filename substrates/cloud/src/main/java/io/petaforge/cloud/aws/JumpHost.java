package io.petaforge.cloud.aws;

import io.petaforge.api.ByteSize;
import io.petaforge.api.ClusterRequest;
import io.petaforge.api.MachineId;
import io.petaforge.api.MachineRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The machine that leads to those without public addresses. It is asked for, recorded, replaced and given back like any other
 * of the cluster, in a group of its own that the plan does not know. Pure.
 */
final class JumpHost {
    /** The machine's name, and its group's: the inventory's groups cannot have it, and machines of a group have a number. */
    static final String NAME = "jump-host";

    /** What sshd and the system take; every type has more. */
    private static final ByteSize MEMORY = ByteSize.ofMiB(400);

    private JumpHost() {}

    /** The request with the jump host, where there is to be one. */
    static ClusterRequest with(ClusterRequest request, AwsSettings settings) {
        if (settings.jump().isEmpty() || settings.zones().isEmpty()) {
            return request;
        }
        List<MachineRequest> machines = new ArrayList<>(request.machines());
        machines.add(new MachineRequest(
                new MachineId(NAME),
                NAME,
                MachineRequest.Kind.HOST,
                place(settings).getKey(),
                1,
                MEMORY,
                List.of(),
                List.of(),
                MachineRequest.Image.BARE));
        return new ClusterRequest(request.cluster(), machines, request.cables());
    }

    /** The zone of the jump host, and of the NAT gateway: the first rack's. */
    static String zone(AwsSettings settings) {
        return place(settings).getValue();
    }

    private static Map.Entry<String, String> place(AwsSettings settings) {
        return settings.zones().entrySet().iterator().next();
    }
}
