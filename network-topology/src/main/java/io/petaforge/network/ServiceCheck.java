package io.petaforge.network;

import io.petaforge.api.MachineId;
import io.petaforge.api.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Finds what is wrong with the service addresses that a fabric is asked for. */
public final class ServiceCheck {
    private ServiceCheck() {}

    /**
     * PF-NET-011 to 013.
     *
     * @param racks whose hosts may announce
     * @param most how many service addresses there is room for
     */
    public static List<Problem> problems(
            List<FabricRequest.Service> services, List<FabricRequest.Rack> racks, int most) {
        List<Problem> problems = new ArrayList<>();
        if (services.size() > most) {
            problems.add(Problem.at(
                    "PF-NET-011",
                    "network",
                    services.size() + " service addresses are asked for, and there is room for " + most,
                    "Let services share an address."));
        }
        Set<MachineId> hosts = new HashSet<>();
        racks.forEach(rack -> hosts.addAll(rack.hosts()));
        Set<String> names = new HashSet<>();
        for (FabricRequest.Service service : services) {
            if (!names.add(service.name())) {
                problems.add(Problem.at(
                        "PF-NET-012",
                        "network",
                        "the service address " + service.name() + " is asked for twice",
                        "Ask for it once, with all its hosts."));
            }
            Set<MachineId> strangers = new TreeSet<>(service.hosts());
            strangers.removeAll(hosts);
            strangers.forEach(host -> problems.add(Problem.at(
                    "PF-NET-013",
                    "network",
                    host + " should announce the service address " + service.name() + " but stands in no rack",
                    "Place it in a rack.")));
        }
        return problems;
    }
}
