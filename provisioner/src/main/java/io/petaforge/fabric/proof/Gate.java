package io.petaforge.fabric.proof;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.MachineId;
import io.petaforge.network.dc.DataCenterPlan;
import io.petaforge.network.dc.Role;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The part of the proof that holds a build back: the routes in the kernel, each cable over IPv4, and a host's way to others,
 * all with packets of full size. What only LLDP and FRR could add would cost seconds, and is compared by
 * {@code network verify}.
 *
 * @param devices in the order of the plan
 * @param routes prefixes compared, over all devices
 * @param pairs of hosts that are probed
 * @param allPairs of hosts that there are
 */
public record Gate(Map<MachineId, Check> devices, long routes, long pairs, long allPairs) {
    /**
     * What one device checks.
     *
     * @param parameters of {@code prove.sh}, after the first three
     */
    public record Check(String source, int mtu, List<String> parameters, int routes, int probes) {
        public Check {
            requireNonNull(source, "source");
            parameters = List.copyOf(parameters);
        }
    }

    public Gate {
        devices = Collections.unmodifiableMap(new LinkedHashMap<>(devices));
    }

    /**
     * The checks of a plan.
     *
     * @param asked the devices that can be asked; the others are the site's
     */
    public static Gate of(DataCenterPlan plan, Set<MachineId> asked) {
        Fabric fabric = new Fabric(plan);
        Expectations expectations = new Expectations(fabric);
        Map<MachineId, Check> devices = new LinkedHashMap<>();
        long routes = 0;
        long pairs = 0;
        for (Expectation expectation : expectations.all()) {
            if (!asked.contains(expectation.device().id())) {
                continue;
            }
            Check check = check(expectation);
            devices.put(expectation.device().id(), check);
            routes += check.routes();
            pairs += expectation.questions().far().size();
        }
        long hosts = expectations.targets().hosts();
        return new Gate(devices, routes, pairs, hosts * (hosts - 1));
    }

    private static Check check(Expectation expectation) {
        Questions questions = expectation.questions();
        List<String> parameters = new ArrayList<>();
        int routes = 0;
        for (Map.Entry<String, String> group :
                expectation.tables().getOrDefault("4", Map.of()).entrySet()) {
            parameters.addAll(List.of("route", group.getKey(), group.getValue()));
            routes += Integer.parseInt(
                    group.getValue().substring(0, group.getValue().indexOf(':')));
        }
        if (routes > 0) {
            questions.ignored().forEach(prefix -> parameters.addAll(List.of("ignore", prefix, "-")));
        }
        int probes = questions.far().size();
        // A cable is asked from its lower end: the answer comes back over it, so both directions are proved.
        if (expectation.device().role() != Role.SPINE && expectation.device().role() != Role.SUPER_SPINE) {
            for (List<String> near : questions.near()) {
                if (upward(expectation, near.get(0))) {
                    parameters.addAll(List.of("near", near.get(0).isEmpty() ? "-" : near.get(0), near.get(1)));
                    probes++;
                }
            }
        }
        questions.far().forEach(far -> parameters.addAll(List.of("far", far.get(0), far.get(1))));
        return new Check(questions.source(), questions.mtu(), parameters, routes, probes);
    }

    private static boolean upward(Expectation expectation, String port) {
        return expectation.device().role() == Role.HOST
                || expectation.sessions().values().stream()
                        .anyMatch(session -> session.port().filter(port::equals).isPresent()
                                && session.peer().role() != Role.HOST);
    }
}
