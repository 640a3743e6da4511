package io.petaforge.fabric;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.Cidr;
import io.petaforge.api.MachineId;
import io.petaforge.network.dc.DataCenterRequest;
import io.petaforge.remote.Command;
import io.petaforge.remote.Output;
import io.petaforge.step.Probe;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How petaforge's connection reaches a host: what decides whether a change of the host's network could cut it off.
 *
 * @param client the address that the connection comes from; empty when it is not known
 * @param prefix the route back to the client, {@code default} or a prefix
 * @param devices the interface of that route and all that it stands on; empty when the route has several next hops
 * @param unconfirmed whether a guarded change of a run that was ended still waits for its confirmation
 */
record WayIn(String client, String prefix, Set<String> devices, boolean unconfirmed) {
    WayIn {
        requireNonNull(client, "client");
        requireNonNull(prefix, "prefix");
        devices = Set.copyOf(devices);
    }

    /** The fact; steps that ask for it share it. */
    static Probe<WayIn> probe(MachineId machine) {
        return Probe.ofHost(machine, "fabric/way-in", Command.script(Scripts.WAY_IN.text()), WayIn::parse);
    }

    static WayIn parse(Output output) {
        String client = "";
        String prefix = "";
        boolean unconfirmed = false;
        int hops = 0;
        Set<String> devices = new HashSet<>();
        for (String line : output.stdout().lines().toList()) {
            List<String> words = List.of(line.strip().split("\\s+"));
            switch (words.get(0)) {
                case "unconfirmed" -> unconfirmed = true;
                case "client" -> client = word(words, 1);
                case "over" -> devices.add(word(words, 1));
                case "route" -> {
                    prefix = word(words, 1);
                    for (int i = 2; i + 1 < words.size(); i++) {
                        if (words.get(i).equals("dev")) {
                            hops++;
                            devices.add(words.get(i + 1));
                        }
                    }
                }
                default -> {
                    // Nothing that this asks for.
                }
            }
        }
        return new WayIn(client, prefix, hops == 1 ? devices : Set.of(), unconfirmed);
    }

    private static String word(List<String> words, int index) {
        return index < words.size() ? words.get(index) : "";
    }

    /**
     * Whether nothing that the plan sets up can come between the client and the host: the way back has an interface that the
     * plan does not own, by a route of its own and not the default one, which the plan may replace; and the client has no
     * address that the planned fabric announces, so that no route of BGP is ever more specific.
     *
     * @param owned interfaces that the plan sets up on this host
     * @param ranges all addresses of the planned fabric
     */
    boolean isApartFrom(Set<String> owned, DataCenterRequest.Ranges ranges) {
        return !client.isEmpty()
                && client.indexOf(':') < 0
                && !prefix.equals("default")
                && !prefix.isEmpty()
                && !devices.isEmpty()
                && devices.stream().noneMatch(owned::contains)
                && planned(ranges).noneMatch(range -> range.contains(client));
    }

    private static Stream<Cidr> planned(DataCenterRequest.Ranges ranges) {
        return Stream.of(
                        Optional.of(ranges.loopbacks()),
                        ranges.links(),
                        Optional.of(ranges.subnets()),
                        ranges.cluster())
                .flatMap(Optional::stream);
    }
}
