package io.petaforge.network.dc;

import io.petaforge.api.MachineId;
import io.petaforge.api.Problem;
import io.petaforge.network.FabricRequest;
import io.petaforge.network.ServiceCheck;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds what is wrong with a request by itself, all at once, before anything is sized. */
final class DataCenterCheck {
    /** RFC 8200: the smallest that IPv6, and so an unnumbered link, works with. */
    private static final int SMALLEST_MTU = 1280;

    /** What common switches forward. */
    private static final int LARGEST_MTU = 9216;

    /** Hosts on one broadcast domain: one Ceph host per failure domain of a small pool, and Spark beside it. */
    static final int FLAT_HOSTS = 16;

    private static final Pattern RACK = Pattern.compile("[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?");

    private static final Pattern SWITCH = Pattern.compile("(core-\\d+-\\d+|spine-(p\\d+-)?\\d+)");

    private final DataCenterRequest request;
    private final List<Problem> problems = new ArrayList<>();

    private DataCenterCheck(DataCenterRequest request) {
        this.request = request;
    }

    static List<Problem> problems(DataCenterRequest request) {
        DataCenterCheck check = new DataCenterCheck(request);
        check.design();
        check.bridging();
        check.counts();
        check.racks();
        check.services();
        check.moves();
        return List.copyOf(check.problems);
    }

    private void design() {
        if (request.design().spansRacks() && request.sizing().leavesPerRack() > 1) {
            add(
                    "PF-NET-017",
                    "network.leaves-per-rack",
                    "l2-l3-hybrid with two leaves per rack: both would have to be one end of the tunnels (MC-LAG with a"
                            + " shared address, or EVPN multihoming), which switches do each in their own way",
                    "Write network.leaves-per-rack: 1, or write network.design: l3-host, where a rack survives a leaf.");
        }
        int hosts =
                request.racks().stream().mapToInt(rack -> rack.hosts().size()).sum();
        if (request.design() == Design.FLAT_L2
                && (hosts > FLAT_HOSTS || request.racks().size() > 1)) {
            add(
                    "PF-NET-018",
                    "network.design",
                    "flat-l2 with " + hosts + " hosts in " + request.racks().size()
                            + " racks: between switches of one broadcast domain the spanning tree leaves one link in"
                            + " use, and one fault reaches every host; it is planned for up to " + FLAT_HOSTS
                            + " hosts in one rack",
                    "Write l3-host or l3-tor.");
        }
    }

    /** Plain Linux bridges the ports of a rack, but has no MC-LAG, and its bonds are not written. */
    private void bridging() {
        if (request.design().hostsRoute() || request.switches().leaf().naming() == PortNaming.SONIC) {
            return;
        }
        String leaf = request.switches().leaf().name();
        if (request.sizing().leavesPerRack() > 1 && !request.design().spansRacks()) {
            add(
                    "PF-NET-032",
                    "network.leaves-per-rack",
                    request.design().yaml()
                            + " with two leaves per rack needs MC-LAG between them, which is written for"
                            + " SONiC, and " + leaf + " runs plain Linux",
                    "Write network.leaves-per-rack: 1 with one port for each host, write network.design: l3-host, or choose"
                            + " a leaf that runs SONiC.");
        } else if (request.sizing().leavesPerRack() == 1
                && request.host().ports().size() > 1) {
            add(
                    "PF-NET-032",
                    "network.hardware.nics",
                    request.design().yaml() + " makes the "
                            + request.host().ports().size()
                            + " ports of a host one bond, which is written for leaves with SONiC, and " + leaf
                            + " runs plain Linux",
                    "Name one port, write network.design: l3-host, or choose a leaf that runs SONiC.");
        }
    }

    private void counts() {
        DataCenterRequest.Sizing sizing = request.sizing();
        int mostLeaves = request.design().hostsRoute() ? Positions.LEAVES_PER_RACK : 2;
        int ports = request.host().ports().size();
        between("PF-NET-004", "network.leaves-per-rack", "leaves per rack", sizing.leavesPerRack(), 1, mostLeaves);
        sizing.spines()
                .ifPresent(spines ->
                        between("PF-NET-003", "network.hardware.spines", "spines", spines, 1, ShapeSizing.MOST_SPINES));
        int overlay = request.mtu() - request.hostMtu();
        between(
                "PF-NET-005",
                "network.hardware.mtu",
                "bytes of MTU" + (overlay > 0 ? " (of which VXLAN takes " + overlay + ")" : ""),
                request.mtu(),
                SMALLEST_MTU + overlay,
                LARGEST_MTU);
        boolean fits = request.racks().stream().allMatch(rack -> rack.hosts().size() <= Positions.HOSTS_PER_RACK);
        if (fits) {
            between(
                    "PF-NET-007",
                    "network.hardware.hosts-per-rack",
                    "hosts per rack",
                    sizing.hostsPerRack(),
                    1,
                    Positions.HOSTS_PER_RACK);
        }
        if (sizing.growTo() < request.racks().size()) {
            add(
                    "PF-NET-023",
                    "network.hardware.grow-to",
                    "room for " + sizing.growTo() + " racks is asked for, and there are "
                            + request.racks().size(),
                    "Write " + request.racks().size() + " or more.");
        }
        ratio("network.hardware.oversubscription", sizing.oversubscription());
        ratio("network.hardware.spine-oversubscription", sizing.spineOversubscription());
        if (ports == 0 || (sizing.leavesPerRack() > 0 && ports % sizing.leavesPerRack() != 0)) {
            add(
                    "PF-NET-019",
                    "network.hardware.nics",
                    ports + " ports of each host cannot be spread evenly over " + sizing.leavesPerRack()
                            + " leaves of its rack",
                    "Use " + Math.max(1, sizing.leavesPerRack()) + " ports, or a multiple.");
        }
        if (new HashSet<>(request.host().ports()).size() != ports) {
            add(
                    "PF-NET-019",
                    "network.hardware.nics",
                    "a port is named twice in " + request.host().ports(),
                    "Name each port once.");
        }
    }

    private void ratio(String path, double ratio) {
        // Written so that "not a number" fails too.
        if (!(ratio >= 1 && ratio <= 100)) {
            add("PF-NET-024", path, ratio + ":1 cannot be met", "Write a number from 1.0 (non-blocking) to 100.");
        }
    }

    private void racks() {
        if (request.racks().isEmpty()) {
            add("PF-NET-006", "machines", "no rack has a host", "Place at least one machine in a rack.");
        }
        Set<String> names = new HashSet<>();
        Set<MachineId> nodes = new HashSet<>();
        for (FabricRequest.Rack rack : request.racks()) {
            if (!RACK.matcher(rack.name()).matches()) {
                add(
                        "PF-NET-008",
                        "machines",
                        "'" + rack.name() + "' cannot be part of a switch's name",
                        "Name racks with up to 32 small letters, digits and dashes, such as r1.");
            } else if (!names.add(rack.name())) {
                add("PF-NET-009", "machines", "rack " + rack.name() + " is listed twice", "List each rack once.");
            } else {
                for (int leaf = 0;
                        leaf < Math.min(request.sizing().leavesPerRack(), Positions.LEAVES_PER_RACK);
                        leaf++) {
                    String letter = request.sizing().leavesPerRack() == 1 ? "" : String.valueOf((char) ('a' + leaf));
                    node(nodes, new MachineId("leaf-" + rack.name() + letter));
                }
            }
            if (rack.hosts().size() > Positions.HOSTS_PER_RACK) {
                add(
                        "PF-NET-007",
                        "machines",
                        "rack " + rack.name() + " has " + rack.hosts().size()
                                + " hosts, and a rack's block of addresses has room for " + Positions.HOSTS_PER_RACK,
                        "Spread the machines over more racks.");
            } else if (rack.hosts().size() > request.sizing().hostsPerRack()) {
                add(
                        "PF-NET-007",
                        "machines",
                        "rack " + rack.name() + " has " + rack.hosts().size() + " hosts, and room is planned for "
                                + request.sizing().hostsPerRack(),
                        "Write network.hardware.hosts-per-rack: " + rack.hosts().size()
                                + ", or spread the machines over more racks.");
            }
        }
        request.racks().forEach(rack -> rack.hosts().forEach(host -> {
            node(nodes, host);
            if (SWITCH.matcher(host.value()).matches()) {
                add(
                        "PF-NET-010",
                        "machines",
                        host + " is what a switch would be called",
                        "Rename the machine group: core-N-N and spine-N are switches' names.");
            }
        }));
    }

    private void node(Set<MachineId> nodes, MachineId id) {
        if (!nodes.add(id)) {
            add(
                    "PF-NET-010",
                    "machines",
                    "two nodes of the fabric would be called " + id,
                    "Rename the machine group or the rack: spine-N and leaf-RACK are the switches' names.");
        }
    }

    private void services() {
        if (!request.services().isEmpty() && request.design() == Design.FLAT_L2) {
            add(
                    "PF-NET-025",
                    "network.design",
                    "in flat-l2 nothing routes that a service address could be announced to",
                    "Write l3-host or l3-tor, or leave the service address out.");
        }
        problems.addAll(ServiceCheck.problems(request.services(), request.racks(), Positions.SERVICES));
    }

    /** A host that changes its rack would change its address, its AS number and its cables in one go. */
    private void moves() {
        Map<MachineId, String> before = new HashMap<>();
        request.previous().ifPresent(plan -> plan.tier(Role.HOST).forEach(host -> before.put(host.id(), host.rack())));
        for (FabricRequest.Rack rack : request.racks()) {
            for (MachineId host : rack.hosts()) {
                String was = before.getOrDefault(host, rack.name());
                if (!was.equals(rack.name())) {
                    add(
                            "PF-NET-029",
                            "machines",
                            host + " is planned in rack " + was + ", and the inventory moves it to " + rack.name(),
                            "Put it back, or give it a new name there: its address follows its rack.");
                }
            }
        }
    }

    private void between(String code, String path, String what, int value, int least, int most) {
        if (value < least || value > most) {
            add(
                    code,
                    path,
                    value + " " + what + " cannot be planned",
                    "Write a number from " + least + " to " + most + ".");
        }
    }

    private void add(String code, String path, String what, String fix) {
        problems.add(Problem.at(code, path, what, fix));
    }
}
