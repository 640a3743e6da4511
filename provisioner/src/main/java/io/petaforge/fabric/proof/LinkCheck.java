package io.petaforge.fabric.proof;

import io.petaforge.api.PortRef;
import io.petaforge.fabric.proof.Observation.Echo;
import io.petaforge.fabric.proof.Symptom.Kind;
import io.petaforge.network.dc.Device;
import io.petaforge.network.dc.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Compares what every single cable carries with the plan: small and full packets over IPv4 and IPv6, sent through exactly
 * that port from both ends. Equal paths hide a bad cable from most flows, and BGP over IPv6 does not notice when only IPv4
 * is lost; this does.
 */
final class LinkCheck {
    private LinkCheck() {}

    static void run(Evidence evidence, Diagnosis diagnosis) {
        for (Link link : evidence.fabric().plan().links()) {
            symptom(evidence, link).ifPresent(diagnosis::add);
        }
        for (Expectation expectation : evidence.expected()) {
            gateway(evidence, expectation).ifPresent(diagnosis::add);
        }
    }

    /** Whether some end of the link proved that it carries full packets. */
    static boolean proved(Evidence evidence, Link link) {
        List<Echo> echoes = echoes(evidence, link, false);
        echoes.addAll(echoes(evidence, link, true));
        return !echoes.isEmpty() && echoes.stream().allMatch(Echo::ok);
    }

    /** Whether anything came back of what was sent out of a port. */
    static boolean answered(Evidence evidence, PortRef from) {
        return echo(evidence, from, false)
                        .filter(echo -> echo.small().equals(Observation.OK))
                        .isPresent()
                || echo(evidence, from, true)
                        .filter(echo -> echo.small().equals(Observation.OK))
                        .isPresent();
    }

    private static Optional<Symptom> symptom(Evidence evidence, Link link) {
        List<Echo> v4 = echoes(evidence, link, false);
        List<Echo> v6 = echoes(evidence, link, true);
        boolean lost4 = v4.stream().anyMatch(echo -> !echo.small().equals(Observation.OK));
        boolean lost6 = v6.stream().anyMatch(echo -> !echo.small().equals(Observation.OK));
        boolean large = !lost4
                && !lost6
                && (v4.stream().anyMatch(echo -> !echo.ok()) || v6.stream().anyMatch(echo -> !echo.ok()));
        if (!lost4 && !lost6 && !large) {
            return Optional.empty();
        }
        int mtu = evidence.fabric().plan().request().mtu();
        String name = DeviceCheck.words(link.a()) + " - " + DeviceCheck.words(link.b());
        String code;
        String what;
        String fix;
        if (large) {
            code = "PF-FAB-031";
            what = "the cable " + name + " does not carry packets of " + mtu + " bytes, small ones it does";
            fix = "Set an MTU of " + mtu + " at both ends and at whatever is between them.";
        } else if (lost4 && lost6) {
            code = "PF-FAB-033";
            what = "the cable " + name + " carries nothing, though it has a signal";
            fix = "Look at both ports for errors and filters, and replace the cable.";
        } else if (lost4) {
            code = "PF-FAB-030";
            what = v6.isEmpty()
                    ? "IPv4 is lost on the cable " + name
                    : "IPv4 is lost on the cable " + name
                            + " while IPv6 passes, so that BGP stays up and does not notice";
            fix =
                    "Look for a filter, rp_filter or an ASIC fault at both ends; until then set the port down: BGP goes around.";
        } else {
            code = "PF-FAB-032";
            what = "IPv6 is lost on the cable " + name + " while IPv4 passes: unnumbered BGP cannot run over it";
            fix = "Look for a filter and for disable_ipv6 at both ends.";
        }
        Set<String> ends = Set.of(link.a().toString(), link.b().toString());
        return Optional.of(new Symptom(
                Kind.LINK,
                new Finding(
                        code,
                        link.a().machine().value(),
                        link.a().port(),
                        what,
                        mtu + " bytes both ways, IPv4" + (v6.isEmpty() ? "" : " and IPv6"),
                        found(evidence, link),
                        fix,
                        Map.of()),
                ends,
                ends));
    }

    private static String found(Evidence evidence, Link link) {
        List<String> found = new ArrayList<>();
        for (PortRef end : List.of(link.a(), link.b())) {
            for (boolean v6 : new boolean[] {false, true}) {
                echo(evidence, end, v6)
                        .filter(echo -> !echo.ok())
                        .ifPresent(echo -> found.add("from " + DeviceCheck.words(end) + (v6 ? " IPv6" : " IPv4")
                                + (echo.small().equals(Observation.OK)
                                        ? " full size: " + echo.full()
                                        : ": " + echo.small())));
            }
        }
        return String.join("; ", found);
    }

    private static List<Echo> echoes(Evidence evidence, Link link, boolean v6) {
        List<Echo> echoes = new ArrayList<>();
        echo(evidence, link.a(), v6).ifPresent(echoes::add);
        echo(evidence, link.b(), v6).ifPresent(echoes::add);
        return echoes;
    }

    private static Optional<Echo> echo(Evidence evidence, PortRef end, boolean v6) {
        return evidence.fabric()
                .device(end.machine())
                .flatMap(evidence::of)
                .flatMap(observation -> v6
                        ? Optional.ofNullable(observation.links().get(end.port()))
                                .map(Observation.Neighbors::echo)
                        : Optional.ofNullable(observation.near().get(end.port())));
    }

    /** Where hosts do not route, each asks its gateway. */
    private static Optional<Symptom> gateway(Evidence evidence, Expectation expectation) {
        Device device = expectation.device();
        return evidence.of(device)
                .flatMap(observation -> Optional.ofNullable(observation.near().get("")))
                .filter(echo -> !echo.ok())
                .map(echo -> {
                    String gateway = expectation.questions().near().stream()
                            .filter(pair -> pair.get(0).isEmpty())
                            .map(pair -> pair.get(1))
                            .findFirst()
                            .orElse("");
                    boolean small = echo.small().equals(Observation.OK);
                    String name = device.id().value();
                    return new Symptom(
                            Kind.LINK,
                            new Finding(
                                    "PF-FAB-034",
                                    name,
                                    "",
                                    "the gateway " + gateway + " does not answer " + name
                                            + (small ? " in full size" : ""),
                                    expectation.questions().mtu() + " bytes both ways",
                                    small ? echo.full() : echo.small(),
                                    "Look at the segment's interfaces on " + name + " and on the leaves of its rack.",
                                    Map.of()),
                            Evidence.parts(device),
                            Evidence.parts(device));
                });
    }
}
