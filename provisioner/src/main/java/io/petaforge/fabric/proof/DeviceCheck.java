package io.petaforge.fabric.proof;

import io.petaforge.api.PortRef;
import io.petaforge.fabric.proof.Symptom.Kind;
import io.petaforge.network.dc.Device;
import io.petaforge.network.dc.Port;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Tells a device that is switched off from one that only cannot be asked, by the signal at the other ends of its cables. */
final class DeviceCheck {
    private DeviceCheck() {}

    static void run(Evidence evidence, Diagnosis diagnosis) {
        for (Expectation expectation : evidence.expected()) {
            Device device = expectation.device();
            Optional.ofNullable(evidence.silent().get(device.id()))
                    .ifPresent(reason -> diagnosis.add(silent(evidence, device, reason)));
        }
        for (Expectation expectation : evidence.expected()) {
            Device device = expectation.device();
            evidence.of(device)
                    .filter(observation -> !observation.addressed())
                    .ifPresent(observation -> diagnosis.add(unaddressed(expectation)));
        }
    }

    private static Symptom silent(Evidence evidence, Device device, String reason) {
        int asked = 0;
        int lit = 0;
        int answering = 0;
        for (Port port : device.ports()) {
            Optional<Observation.PortState> state = evidence.port(port.peer());
            asked += state.isPresent() ? 1 : 0;
            lit += state.filter(Observation.PortState::carrier).isPresent() ? 1 : 0;
            answering += LinkCheck.answered(evidence, port.peer()) ? 1 : 0;
        }
        boolean off = asked > 0 && lit == 0;
        String name = device.id().value();
        if (lit > 0 && answering == 0) {
            Finding finding = new Finding(
                    "PF-FAB-004",
                    name,
                    "",
                    name + " hangs: its cables have a signal, but nothing of it answers",
                    "running",
                    reason + "; signal on " + lit + " of " + asked + " cables, answers on none",
                    "Restart " + name + " over its management controller, and look for the reason in its log.",
                    Map.of());
            return new Symptom(Kind.DEVICE, finding, Evidence.parts(device), Set.of());
        }
        Finding finding = off
                ? new Finding(
                        "PF-FAB-001",
                        name,
                        "",
                        name
                                + " is switched off: it cannot be reached, and the other ends of its cables have no signal",
                        "running",
                        reason + "; signal on 0 of " + asked + " cables",
                        "Switch " + name + " on, and look for the reason in its management log.",
                        Map.of())
                : new Finding(
                        "PF-FAB-002",
                        name,
                        "",
                        name + " cannot be asked over the management network",
                        "answers",
                        reason + "; signal on " + lit + " of " + asked + " cables",
                        "Make " + name + " reachable, then compare again: what only it can see was not compared.",
                        Map.of());
        return new Symptom(Kind.DEVICE, finding, Evidence.parts(device), Set.of());
    }

    private static Symptom unaddressed(Expectation expectation) {
        Device device = expectation.device();
        String name = device.id().value();
        String address = expectation.questions().source();
        Set<String> harms = Evidence.parts(device);
        return new Symptom(
                Kind.DEVICE,
                new Finding(
                        "PF-FAB-003",
                        name,
                        "",
                        name + " does not have its address " + address,
                        address,
                        "not there",
                        "Run build: it gives " + name + " its address and announces it.",
                        Map.of()),
                harms,
                Set.of());
    }

    /** A port as people write it. */
    static String words(PortRef ref) {
        return ref.machine() + " " + ref.port();
    }
}
