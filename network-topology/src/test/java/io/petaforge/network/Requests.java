package io.petaforge.network;

import io.petaforge.api.BitRate;
import io.petaforge.api.Cidr;
import io.petaforge.api.MachineId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Requests that tests begin with. */
final class Requests {
    private Requests() {}

    static FabricRequest lab() {
        return of(
                2,
                1,
                List.of(
                        rack("r1", "storage-1", "compute-1"),
                        rack("r2", "storage-2", "compute-2"),
                        rack("r3", "storage-3", "compute-3")),
                List.of(new FabricRequest.Service(
                        "s3", List.of(new MachineId("storage-2"), new MachineId("storage-1")))));
    }

    static FabricRequest of(
            int spines, int leavesPerRack, List<FabricRequest.Rack> racks, List<FabricRequest.Service> services) {
        return new FabricRequest(
                "l3-host",
                spines,
                leavesPerRack,
                racks,
                services,
                Cidr.parse("10.20.0.0/16"),
                AsnRange.PRIVATE_32,
                BitRate.ofGbit(10),
                1500,
                Optional.empty());
    }

    /** Racks r1, r2, ... with as many hosts each as the list says. */
    static List<FabricRequest.Rack> racks(List<Integer> hosts) {
        List<FabricRequest.Rack> racks = new ArrayList<>();
        for (int rack = 0; rack < hosts.size(); rack++) {
            List<MachineId> ids = new ArrayList<>();
            for (int host = 0; host < hosts.get(rack); host++) {
                ids.add(new MachineId("h" + rack + "-" + host));
            }
            racks.add(new FabricRequest.Rack("r" + (rack + 1), ids));
        }
        return racks;
    }

    static FabricRequest.Rack rack(String name, String... hosts) {
        return new FabricRequest.Rack(
                name, java.util.Arrays.stream(hosts).map(MachineId::new).toList());
    }
}
