package io.petaforge.network;

import io.petaforge.api.Cidr;
import io.petaforge.api.MachineId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Decides the one number from which a node's address, AS number and ports follow: its position in the range.
 *
 * <p>The range is cut into blocks of {@value #BLOCK}. Block 0 holds the service addresses and the spines, and every rack
 * has a block of its own with its leaves first: a rack never runs into the next one's numbers when it grows, and an
 * address shows its rack. A rack of 42 to 52 units holds fewer than the {@value #HOSTS_PER_RACK} hosts there is room for.
 */
final class Slots {
    static final int BLOCK = 64;

    /** Positions 1 to 31 of block 0; position 0 is the range's network address. */
    static final int FIRST_SERVICE = 1;

    static final int SERVICES = 31;

    static final int FIRST_SPINE = 32;

    static final int SPINES = 32;

    /** Leaves are lettered a to d. */
    static final int LEAVES_PER_RACK = 4;

    static final int HOSTS_PER_RACK = BLOCK - LEAVES_PER_RACK;

    private final Map<String, Integer> racks;
    private final Map<MachineId, Integer> hosts;
    private final Map<String, Integer> services;

    private Slots(Map<String, Integer> racks, Map<MachineId, Integer> hosts, Map<String, Integer> services) {
        this.racks = racks;
        this.hosts = hosts;
        this.services = services;
    }

    /** Gives everything asked for a number; numbers in force stay. May pass the end of a block or of the range. */
    static Slots assign(FabricRequest request) {
        Optional<FabricPlan> before = request.previous();
        Cidr range = request.loopbacks();
        Map<String, Integer> racks = keepOrTakeLowest(
                request.racks().stream().map(FabricRequest.Rack::name).toList(),
                rack -> before.flatMap(plan -> blockOf(plan, range, rack)));
        Map<MachineId, Integer> hosts = new HashMap<>();
        for (FabricRequest.Rack rack : request.racks()) {
            hosts.putAll(keepOrTakeLowest(rack.hosts(), host -> before.flatMap(plan -> plan.node(host))
                    .filter(node -> node.rack().equals(rack.name()))
                    .map(node -> position(range, node.loopback()) % BLOCK - LEAVES_PER_RACK)));
        }
        Map<String, Integer> services = keepOrTakeLowest(
                request.services().stream().map(FabricRequest.Service::name).toList(),
                name -> before.flatMap(plan -> plan.service(name))
                        .map(service -> position(range, service.address()) - FIRST_SERVICE));
        return new Slots(racks, hosts, services);
    }

    /** The position of a service address in the range. */
    int service(String name) {
        return FIRST_SERVICE + number(services, name);
    }

    /** The position of spine {@code number}, from 0. */
    static int spine(int number) {
        return FIRST_SPINE + number;
    }

    /** The rack's number, from 0. */
    int rack(String rack) {
        return number(racks, rack);
    }

    /** The position of leaf {@code number} of a rack, from 0. */
    int leaf(String rack, int number) {
        return block(rack) + number;
    }

    /** The host's number in its rack, from 0: the leaf port it is cabled to. */
    int hostPort(MachineId host) {
        return number(hosts, host);
    }

    /** The position of a host of a rack. */
    int host(String rack, MachineId host) {
        return block(rack) + LEAVES_PER_RACK + number(hosts, host);
    }

    /** How many positions the range needs. */
    long needed() {
        return racks.values().stream()
                .mapToLong(number -> (number + 2L) * BLOCK)
                .max()
                .orElse(BLOCK);
    }

    private int block(String rack) {
        return (1 + number(racks, rack)) * BLOCK;
    }

    private static <K> int number(Map<K, Integer> numbers, K key) {
        Integer number = numbers.get(key);
        if (number == null) {
            throw new IllegalArgumentException(key + " has no number: it was not part of the request");
        }
        return number;
    }

    private static Optional<Integer> blockOf(FabricPlan plan, Cidr range, String rack) {
        return plan.tier(FabricNode.Tier.LEAF).stream()
                .filter(leaf -> leaf.rack().equals(rack))
                .map(leaf -> position(range, leaf.loopback()) / BLOCK - 1)
                .findFirst();
    }

    private static <K> Map<K, Integer> keepOrTakeLowest(List<K> keys, Function<K, Optional<Integer>> inForce) {
        Map<K, Integer> numbers = new HashMap<>();
        Set<Integer> taken = new HashSet<>();
        for (K key : keys) {
            inForce.apply(key).filter(number -> number >= 0).ifPresent(number -> {
                if (taken.add(number)) {
                    numbers.put(key, number);
                }
            });
        }
        int next = 0;
        for (K key : keys) {
            if (!numbers.containsKey(key)) {
                while (!taken.add(next)) {
                    next++;
                }
                numbers.put(key, next);
            }
        }
        return numbers;
    }

    /** Where an address lies in the range; negative when it lies outside, after the range was changed. */
    private static int position(Cidr range, String address) {
        return range.contains(address) ? (int) (bits(address) - bits(range.address(0))) : -1;
    }

    private static long bits(String ipv4) {
        long value = 0;
        for (String octet : ipv4.split("\\.", -1)) {
            value = value << 8 | Integer.parseInt(octet);
        }
        return value;
    }
}
