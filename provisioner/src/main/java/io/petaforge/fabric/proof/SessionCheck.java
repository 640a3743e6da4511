package io.petaforge.fabric.proof;

import io.petaforge.api.PortRef;
import io.petaforge.fabric.proof.Symptom.Kind;
import io.petaforge.network.dc.Device;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Compares every BGP session with the plan: those planned are up, with the planned neighbour, and there are no others. */
final class SessionCheck {
    /** The session of the two leaves of a rack over the link between them (RFC 3927 addresses). */
    private static final String BETWEEN_LEAVES = "169.254.255.";

    private SessionCheck() {}

    static void run(Evidence evidence, Diagnosis diagnosis) {
        for (Expectation expectation : evidence.expected()) {
            if (!expectation.sessions().isEmpty()) {
                evidence.of(expectation.device()).ifPresent(observation -> observation
                        .routing()
                        .ifPresentOrElse(
                                routing -> compare(evidence, expectation, routing, diagnosis),
                                () -> diagnosis.add(noRouter(expectation.device()))));
            }
        }
    }

    private static Symptom noRouter(Device device) {
        String name = device.id().value();
        return new Symptom(
                Kind.SESSION,
                new Finding(
                        "PF-FAB-040",
                        name,
                        "",
                        "FRR does not answer on " + name,
                        "runs",
                        "no answer from vtysh",
                        "Look at systemctl status frr on " + name + "; build installs and starts it.",
                        Map.of()),
                Evidence.parts(device),
                Set.of());
    }

    private static void compare(
            Evidence evidence, Expectation expectation, Observation.Routing routing, Diagnosis diagnosis) {
        Device device = expectation.device();
        expectation.sessions().forEach((key, planned) -> {
            Observation.Session session = routing.sessions().get(key);
            if (session == null) {
                diagnosis.add(symptom(
                        evidence, device, key, planned, "PF-FAB-041", "is not configured", "no such neighbour"));
            } else if (!session.up()) {
                diagnosis.add(symptom(evidence, device, key, planned, "PF-FAB-042", "is not up", session.state()));
            } else if (planned.peer()
                    .asn()
                    .filter(asn -> asn.value() != session.remoteAs())
                    .isPresent()) {
                diagnosis.add(symptom(
                        evidence,
                        device,
                        key,
                        planned,
                        "PF-FAB-043",
                        "runs with another router",
                        "AS " + session.remoteAs()));
            }
        });
        routing.sessions().forEach((key, session) -> {
            boolean guest = session.dynamic() && expectation.guests().contains(key);
            if (!expectation.sessions().containsKey(key) && !guest && !key.startsWith(BETWEEN_LEAVES)) {
                diagnosis.add(unplanned(device, key, session));
            }
        });
    }

    private static Symptom symptom(
            Evidence evidence,
            Device device,
            String key,
            Expectation.Session planned,
            String code,
            String how,
            String found) {
        Set<String> harms = new HashSet<>();
        planned.port()
                .flatMap(port -> evidence.fabric().port(new PortRef(device.id(), port)))
                .ifPresent(port -> harms.addAll(Evidence.ends(device, port)));
        Set<String> because = new HashSet<>(harms);
        if (harms.isEmpty()) {
            because.addAll(Evidence.parts(device));
            harms.add(device.id().value());
        }
        String peer = planned.peer().id().value();
        return new Symptom(
                Kind.SESSION,
                new Finding(
                        code,
                        device.id().value(),
                        planned.port().orElse(""),
                        "the BGP session of " + device.id() + " " + key + " with " + peer + " " + how,
                        "Established with AS "
                                + planned.peer().asn().map(Object::toString).orElse("?"),
                        found,
                        "Compare /etc/frr/frr.conf on both (build writes it), then look at show bgp neighbors " + key
                                + ".",
                        Map.of()),
                harms,
                because);
    }

    private static Symptom unplanned(Device device, String key, Observation.Session session) {
        Optional<PortRef> port = device.ports().stream()
                .filter(one -> one.name().equals(key))
                .findFirst()
                .map(one -> new PortRef(device.id(), one.name()));
        return new Symptom(
                Kind.SESSION,
                new Finding(
                        "PF-FAB-044",
                        device.id().value(),
                        port.map(PortRef::port).orElse(""),
                        device.id() + " has a BGP neighbour " + key + " that is not in the plan",
                        "none",
                        session.state() + " with AS " + session.remoteAs(),
                        "Remove it from FRR on " + device.id() + ", or plan it.",
                        Map.of()),
                Set.of(device.id() + ":" + key),
                Set.of(device.id() + ":" + key));
    }
}
