package io.petaforge.tests;

import io.petaforge.api.MachineId;
import io.petaforge.api.PortRef;
import io.petaforge.lab.LabSubstrate;
import io.petaforge.network.dc.DataCenterPlan;
import io.petaforge.network.dc.Design;
import io.petaforge.network.dc.Device;
import io.petaforge.network.dc.Link;
import io.petaforge.network.dc.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One fault.
 *
 * @param name for the table
 * @param survived whether traffic goes on after the fabric has found another way; if not, only the proof sees the fault
 * @param named what a finding of the proof has to name, one of them
 * @param settle how long until traffic has found its way: longer than the slowest timer that has to notice
 * @param deaf machines that cannot be asked meanwhile
 */
record FaultCase(
        String name,
        boolean survived,
        Set<String> named,
        Duration settle,
        Set<MachineId> deaf,
        Traffic.Event fault,
        Traffic.Event mend) {
    /** Beyond BFD's 0.9 s and BGP's 9 s, with time to see that traffic flows. */
    private static final Duration QUICK = Duration.ofSeconds(6);

    private static final Duration HOLD = Duration.ofSeconds(15);

    /** Packets of the full size do not fit any more; small ones do. */
    private static final int SMALLER = 1400;

    FaultCase {
        named = Set.copyOf(named);
        deaf = Set.copyOf(deaf);
    }

    /** The faults that a fabric with two spines has to survive or show; with one leaf in each rack it survives fewer. */
    static List<FaultCase> of(FabricLab lab) {
        DataCenterPlan fabric = lab.fabric();
        LabSubstrate substrate = lab.substrate();
        String cluster = lab.cluster();
        int mtu = fabric.request().mtu();
        Device spine = fabric.tier(Role.SPINE).get(0);
        Device leaf = fabric.tier(Role.LEAF).get(0);
        Device far = fabric.tier(Role.LEAF).stream()
                .filter(other -> !other.rack().equals(leaf.rack()))
                .findFirst()
                .orElseThrow();
        Link up = between(fabric, leaf, spine);
        Link farUp = between(fabric, far, spine);
        Device host = hosts(fabric, leaf).get(0);
        Device stranger = hosts(fabric, far).get(0);
        List<Link> hostLinks = links(fabric, host);
        List<Link> strangerLinks = links(fabric, stranger);

        boolean redundant = hostLinks.size() > 1;
        List<FaultCase> cases = new ArrayList<>();
        cases.add(new FaultCase(
                "link of a leaf to a spine down",
                true,
                names(up),
                QUICK,
                Set.of(),
                () -> substrate.pull(cluster, up.b()),
                () -> substrate.plug(cluster, up.b())));
        cases.add(new FaultCase(
                "link of a host to a leaf down",
                redundant,
                names(hostLinks.get(0)),
                QUICK,
                Set.of(),
                () -> substrate.pull(cluster, hostLinks.get(0).b()),
                () -> substrate.plug(cluster, hostLinks.get(0).b())));
        cases.add(power(lab, "spine", spine, true));
        cases.add(power(lab, "leaf", leaf, redundant));
        cases.add(frozen(lab, "spine", spine, QUICK, true));
        cases.add(frozen(lab, "leaf", leaf, HOLD, redundant));
        cases.add(new FaultCase(
                "IPv4 lost on a link of a leaf to a spine, sessions up",
                false,
                names(up),
                QUICK,
                Set.of(),
                () -> {
                    substrate.loseIpv4(cluster, up.a());
                    substrate.loseIpv4(cluster, up.b());
                },
                () -> {
                    substrate.passIpv4(cluster, up.a());
                    substrate.passIpv4(cluster, up.b());
                }));
        cases.add(new FaultCase(
                "packet size of " + SMALLER + " at one end of a link of a leaf to a spine",
                false,
                names(up),
                QUICK,
                Set.of(),
                () -> substrate.packetSize(cluster, up.b(), SMALLER),
                () -> substrate.packetSize(cluster, up.b(), mtu)));
        cases.add(new FaultCase(
                "cables of two leaves swapped at a spine",
                true,
                Set.of(up.b().port(), farUp.b().port()),
                HOLD,
                Set.of(),
                () -> substrate.exchange(cluster, up.b(), farUp.b()),
                () -> substrate.exchangeBack(cluster, up.b(), farUp.b())));
        cases.add(new FaultCase(
                "two hosts each in the other's rack",
                // Only a host that announces its own address takes it along.
                fabric.request().design() == Design.L3_HOST,
                Set.of(host.id().value(), stranger.id().value()),
                HOLD,
                Set.of(),
                () -> each(hostLinks, strangerLinks, (one, other) -> substrate.exchange(cluster, one, other)),
                () -> each(hostLinks, strangerLinks, (one, other) -> substrate.exchangeBack(cluster, one, other))));
        return List.copyOf(cases);
    }

    private static FaultCase power(FabricLab lab, String kind, Device device, boolean survived) {
        return new FaultCase(
                kind + " without power",
                survived,
                Set.of(device.id().value()),
                QUICK,
                Set.of(device.id()),
                () -> lab.substrate().powerOff(lab.cluster(), device.id()),
                () -> lab.substrate().powerOn(lab.cluster(), device.id()));
    }

    private static FaultCase frozen(FabricLab lab, String kind, Device device, Duration settle, boolean survived) {
        return new FaultCase(
                kind + " dead, but for its light",
                survived,
                Set.of(device.id().value()),
                settle,
                Set.of(device.id()),
                () -> lab.substrate().freeze(lab.cluster(), device.id()),
                () -> lab.substrate().thaw(lab.cluster(), device.id()));
    }

    /** Time for mending: a switch that is switched on has to boot first. */
    Duration mending() {
        return settle.plusSeconds(5);
    }

    /** Whichever end a finding names, and the device if it names no port. */
    private static Set<String> names(Link link) {
        return Set.of(link.a().machine().value(), link.b().machine().value());
    }

    private static Link between(DataCenterPlan fabric, Device lower, Device higher) {
        return links(fabric, lower).stream()
                .filter(link -> link.b().machine().equals(higher.id()))
                .findFirst()
                .orElseThrow();
    }

    /** The cables of which a device has the lower end. */
    private static List<Link> links(DataCenterPlan fabric, Device device) {
        return fabric.links().stream()
                .filter(link -> link.a().machine().equals(device.id()))
                .toList();
    }

    private static List<Device> hosts(DataCenterPlan fabric, Device leaf) {
        return fabric.tier(Role.HOST).stream()
                .filter(host -> host.rack().equals(leaf.rack()))
                .toList();
    }

    private interface Exchange {
        void of(PortRef one, PortRef other);
    }

    private static void each(List<Link> some, List<Link> others, Exchange exchange) {
        for (int i = 0; i < some.size(); i++) {
            exchange.of(some.get(i).b(), others.get(i).b());
        }
    }
}
