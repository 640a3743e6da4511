package io.petaforge.network;

import io.petaforge.api.MachineId;
import io.petaforge.api.Problem;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds everything that stands in the way of a plan, all at once. */
final class FabricCheck {
    /** RFC 8200: the unnumbered links speak IPv6, which needs this. */
    private static final int SMALLEST_MTU = 1280;

    /** What common switches forward. */
    private static final int LARGEST_MTU = 9216;

    private static final Map<String, String> NOT_PLANNED_YET = Map.of(
            "l3-tor", "a subnet per rack with its gateway on the leaf is not planned yet",
            "l2-l3-hybrid", "layer 2 within racks or over EVPN is not planned yet",
            "flat-l2", "one broadcast domain does not carry Ceph and Spark past a few nodes");

    private static final Pattern RACK = Pattern.compile("[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?");

    private final FabricRequest request;
    private final List<Problem> problems = new ArrayList<>();

    private FabricCheck(FabricRequest request) {
        this.request = request;
    }

    static List<Problem> problems(FabricRequest request) {
        FabricCheck check = new FabricCheck(request);
        check.design();
        check.counts();
        check.names();
        check.services();
        if (check.problems.isEmpty()) {
            check.ranges();
        }
        return List.copyOf(check.problems);
    }

    private void design() {
        if (request.design().equals(FabricPlanner.L3_HOST)) {
            return;
        }
        String reason = NOT_PLANNED_YET.get(request.design());
        if (reason == null) {
            add("PF-NET-001", "network.design", "there is no design '" + request.design() + "'", "Write l3-host.");
        } else {
            add("PF-NET-002", "network.design", request.design() + ": " + reason, "Write l3-host.");
        }
    }

    private void counts() {
        between("PF-NET-003", "network.spines", "spines", request.spines(), 1, Slots.SPINES);
        between(
                "PF-NET-004",
                "network.leavesPerRack",
                "leaves per rack",
                request.leavesPerRack(),
                1,
                Slots.LEAVES_PER_RACK);
        between("PF-NET-005", "network.mtu", "bytes of MTU", request.mtu(), SMALLEST_MTU, LARGEST_MTU);
        if (request.racks().isEmpty()) {
            add("PF-NET-006", "machines", "no rack has a host", "Place at least one machine in a rack.");
        }
        for (FabricRequest.Rack rack : request.racks()) {
            if (rack.hosts().size() > Slots.HOSTS_PER_RACK) {
                add(
                        "PF-NET-007",
                        "machines",
                        "rack " + rack.name() + " has " + rack.hosts().size()
                                + " hosts, and a rack's block of addresses has room for " + Slots.HOSTS_PER_RACK,
                        "Spread the machines over more racks.");
            }
        }
    }

    private void names() {
        Set<String> racks = new HashSet<>();
        Set<MachineId> nodes = new HashSet<>();
        for (int spine = 0; spine < Math.min(request.spines(), Slots.SPINES); spine++) {
            nodes.add(Names.spine(spine));
        }
        for (FabricRequest.Rack rack : request.racks()) {
            if (!RACK.matcher(rack.name()).matches()) {
                add(
                        "PF-NET-008",
                        "machines",
                        "'" + rack.name() + "' cannot be part of a switch's name",
                        "Name racks with up to 32 small letters, digits and dashes, such as r1.");
                continue;
            }
            if (!racks.add(rack.name())) {
                add("PF-NET-009", "machines", "rack " + rack.name() + " is listed twice", "List each rack once.");
                continue;
            }
            for (int leaf = 0; leaf < Math.min(request.leavesPerRack(), Slots.LEAVES_PER_RACK); leaf++) {
                addNode(nodes, Names.leaf(rack.name(), leaf, request.leavesPerRack()));
            }
        }
        request.racks().forEach(rack -> rack.hosts().forEach(host -> addNode(nodes, host)));
    }

    private void addNode(Set<MachineId> nodes, MachineId id) {
        if (!nodes.add(id)) {
            add(
                    "PF-NET-010",
                    "machines",
                    "two nodes of the fabric would be called " + id,
                    "Rename the machine group or the rack: spine-N and leaf-RACK are the switches' names.");
        }
    }

    private void services() {
        problems.addAll(ServiceCheck.problems(request.services(), request.racks(), Slots.SERVICES));
    }

    /** Only once every number is known to be sane: otherwise these would repeat what was said. */
    private void ranges() {
        if (request.loopbacks().isIpv6()) {
            add(
                    "PF-NET-014",
                    "network.loopbacks",
                    request.loopbacks() + " is an IPv6 range, and loopbacks are IPv4",
                    "Write a private IPv4 range such as 10.20.0.0/16.");
            return;
        }
        long needed = Slots.assign(request).needed();
        if (request.loopbacks().size().compareTo(BigInteger.valueOf(needed)) < 0) {
            int bits = 64 - Long.numberOfLeadingZeros(needed - 1);
            add(
                    "PF-NET-015",
                    "network.loopbacks",
                    request.loopbacks() + " has " + request.loopbacks().size() + " addresses, and "
                            + request.racks().size() + " racks need " + needed + ": " + Slots.BLOCK
                            + " each, and as many for spines and services",
                    "Write a range of /" + (32 - bits) + " or larger.");
        }
        if (request.asns().size() < needed) {
            add(
                    "PF-NET-016",
                    "network",
                    "the AS numbers " + request.asns() + " are "
                            + request.asns().size() + ", and the fabric needs " + needed,
                    "Use the 32-bit private range " + AsnRange.PRIVATE_32 + ".");
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
