package io.petaforge.network.dc;

import io.petaforge.api.Cidr;
import io.petaforge.api.Problem;
import io.petaforge.network.AsnRange;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds address and AS number ranges that overlap or are too small, once it is known how much is needed. */
final class RangeCheck {
    /** RFC 1918. */
    private static final List<Cidr> PRIVATE =
            List.of(Cidr.parse("10.0.0.0/8"), Cidr.parse("172.16.0.0/12"), Cidr.parse("192.168.0.0/16"));

    private final DataCenterRequest request;
    private final Shape shape;
    private final List<Problem> problems = new ArrayList<>();

    /** What was suggested for one range is not free for the next. */
    private final Map<String, Cidr> suggested = new LinkedHashMap<>();

    private RangeCheck(DataCenterRequest request, Shape shape) {
        this.request = request;
        this.shape = shape;
    }

    static List<Problem> problems(DataCenterRequest request, Shape shape) {
        RangeCheck check = new RangeCheck(request, shape);
        check.families();
        check.dualStack();
        check.overlaps();
        if (check.problems.isEmpty()) {
            check.sizes();
            check.asns();
            check.kept();
        }
        return List.copyOf(check.problems);
    }

    private static String path(String range) {
        return (range.equals("loopbacks") ? "network." : "network.hardware.") + range;
    }

    private Map<String, Cidr> ranges() {
        Map<String, Cidr> ranges = new LinkedHashMap<>();
        ranges.put("loopbacks", request.ranges().loopbacks());
        request.ranges().links().ifPresent(range -> ranges.put("links", range));
        if (!request.design().hostsRoute()) {
            ranges.put("subnets", request.ranges().subnets());
        }
        request.ranges().cluster().ifPresent(range -> ranges.put("cluster", range));
        request.ranges().outOfBand().ifPresent(range -> ranges.put("out-of-band", range));
        return ranges;
    }

    private void families() {
        boolean alone = request.ranges().loopbacks().isIpv6();
        ranges().forEach((name, range) -> {
            boolean ofHosts = name.equals("loopbacks") || name.equals("cluster");
            if (alone && ofHosts && request.design().hostsRoute()) {
                sameFamily(name, range);
            } else if (range.isIpv6()) {
                add(
                        "PF-NET-014",
                        path(name),
                        range + " is an IPv6 range where an IPv4 one belongs",
                        "Write a private IPv4 range such as 10.20.0.0/16; IPv6 comes with network.hardware.loopbacks6"
                                + (name.equals("loopbacks") ? ", and alone with network.design: l3-host." : "."));
            }
        });
        if (alone && request.ranges().loopbacks6().isPresent()) {
            add(
                    "PF-NET-014",
                    "network.hardware.loopbacks6",
                    "network.loopbacks is an IPv6 range already",
                    "Leave network.hardware.loopbacks6 out, or write an IPv4 range as network.loopbacks.");
        }
        request.ranges()
                .loopbacks6()
                .filter(range -> !range.isIpv6())
                .ifPresent(range -> add(
                        "PF-NET-014",
                        "network.hardware.loopbacks6",
                        range + " is an IPv4 range where an IPv6 one belongs",
                        "Write a unique local range such as fd00:20::/64."));
    }

    private void sameFamily(String name, Cidr range) {
        if (!range.isIpv6()) {
            add(
                    "PF-NET-014",
                    path(name),
                    range + " is an IPv4 range in a fabric whose loopbacks are IPv6",
                    "Write a unique local range such as fd00:21::/64.");
        }
    }

    /** A session between IPv4 addresses gives IPv6 prefixes no next hop; one over IPv6 link-local carries both. */
    private void dualStack() {
        boolean ipv6 = request.ranges().loopbacks6().isPresent()
                || request.ranges().loopbacks().isIpv6();
        if (request.ranges().links().isPresent() && ipv6) {
            add(
                    "PF-NET-027",
                    request.ranges().loopbacks6().isPresent() ? "network.hardware.loopbacks6" : "network.loopbacks",
                    "IPv6 loopbacks are announced over unnumbered links only, and network.hardware.links numbers them",
                    "Leave network.hardware.links out.");
        }
    }

    private void overlaps() {
        List<Map.Entry<String, Cidr>> all = List.copyOf(ranges().entrySet());
        for (int i = 0; i < all.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (all.get(i).getValue().overlaps(all.get(j).getValue())) {
                    add(
                            "PF-NET-026",
                            path(all.get(i).getKey()),
                            all.get(i).getValue() + " shares addresses with "
                                    + path(all.get(j).getKey()) + ", "
                                    + all.get(j).getValue(),
                            free(all.get(i).getKey(), all.get(i).getValue())
                                    .map(range -> "Write " + range + ", which is free.")
                                    .orElse("Write smaller ranges."));
                }
            }
        }
    }

    /** A private range as large as one, beside all that are asked for. */
    private Optional<Cidr> free(String name, Cidr like) {
        Cidr before = suggested.get(name);
        if (before != null) {
            return Optional.of(before);
        }
        List<Cidr> taken = new ArrayList<>(ranges().values());
        taken.addAll(suggested.values());
        for (Cidr home : like.isIpv6() ? List.<Cidr>of() : PRIVATE) {
            long step = like.size().longValueExact();
            for (long at = 0; at + step <= home.size().longValueExact(); at += step) {
                Cidr candidate = Cidr.parse(home.address(at) + "/" + like.length());
                if (taken.stream().noneMatch(candidate::overlaps)) {
                    suggested.put(name, candidate);
                    return Optional.of(candidate);
                }
            }
        }
        return Optional.empty();
    }

    private void sizes() {
        int racks = span();
        long positions = new Positions(shape).needed(racks);
        long segments = (long) racks * Addresses.SEGMENT;
        fits("loopbacks", request.ranges().loopbacks(), positions);
        request.ranges().loopbacks6().ifPresent(range -> fits("loopbacks6", range, positions));
        request.ranges()
                .links()
                .ifPresent(range -> fits("links", range, new Addresses(request, shape).linkAddressesNeeded(racks)));
        if (!request.design().hostsRoute()) {
            fits("subnets", request.ranges().subnets(), segments);
        }
        request.ranges()
                .cluster()
                .ifPresent(range -> fits("cluster", range, request.design().hostsRoute() ? positions : segments));
        request.ranges()
                .outOfBand()
                .ifPresent(range -> fits("out-of-band", range, positions / Positions.BLOCK * Addresses.SEGMENT));
        int hosts = Numbers.of(request).hostSpan();
        if (hosts > request.sizing().hostsPerRack()) {
            add(
                    "PF-NET-007",
                    "network.hardware.hosts-per-rack",
                    "hosts that stay keep their ports, so that a rack needs " + hosts + " places, and "
                            + request.sizing().hostsPerRack() + " are planned for",
                    "Write " + hosts + " or more.");
        }
    }

    /** Racks to leave room for, wherever they are numbered. */
    private int span() {
        return Math.max(request.sizing().growTo(), Numbers.of(request).rackSpan());
    }

    private void fits(String name, Cidr range, long needed) {
        if (range.size().compareTo(BigInteger.valueOf(needed)) < 0) {
            int bits = 64 - Long.numberOfLeadingZeros(needed - 1);
            int length = (range.isIpv6() ? 128 : 32) - bits;
            add(
                    "PF-NET-015",
                    path(name),
                    range + " has " + range.size() + " addresses, and " + span() + " racks need " + needed,
                    "Write a range of /" + length + " or larger.");
        }
    }

    private void asns() {
        AsnRange asns = request.asns();
        boolean isPrivate = asns.first().isPrivate()
                && asns.last().isPrivate()
                && (asns.first().value() < 65_536) == (asns.last().value() < 65_536);
        if (!isPrivate) {
            add(
                    "PF-NET-028",
                    "network.hardware.asns",
                    asns + " holds AS numbers that belong to somebody",
                    "Use " + AsnRange.PRIVATE_32 + " or " + AsnRange.PRIVATE_16 + ".");
        }
        long needed = new AsNumbers(request, shape).needed(span());
        if (asns.size() < needed) {
            add(
                    "PF-NET-016",
                    "network.hardware.asns",
                    "the AS numbers " + asns + " are " + asns.size() + ", and the fabric needs " + needed,
                    "Use the 32-bit private range " + AsnRange.PRIVATE_32 + ".");
        }
    }

    /** What everything else was counted from must stay. */
    private void kept() {
        request.previous().ifPresent(plan -> {
            DataCenterRequest before = plan.request();
            if (!before.ranges().equals(request.ranges()) || !before.asns().equals(request.asns())) {
                add(
                        "PF-NET-030",
                        "network",
                        "the ranges of addresses or AS numbers differ from those of the plan in force, and every"
                                + " device would change",
                        "Write the ranges of the plan in force, or plan anew without it.");
            }
        });
    }

    private void add(String code, String path, String what, String fix) {
        problems.add(Problem.at(code, path, what, fix));
    }
}
