package io.petaforge.network.dc;

import io.petaforge.api.MachineId;
import io.petaforge.network.FabricRequest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Decides the number of every rack, and of every host in its rack: those in force stay, others take the lowest free. */
final class Numbers {
    private final Map<String, Integer> racks;
    private final Map<MachineId, Integer> hosts = new HashMap<>();

    private Numbers(Map<String, Integer> racks) {
        this.racks = racks;
    }

    static Numbers of(DataCenterRequest request) {
        Map<String, Integer> rackInForce = new HashMap<>();
        Map<MachineId, Device> hostInForce = new HashMap<>();
        request.previous().ifPresent(plan -> {
            plan.racks().forEach(rack -> rackInForce.put(rack.name(), rack.number()));
            plan.tier(Role.HOST).forEach(host -> hostInForce.put(host.id(), host));
        });
        Numbers numbers = new Numbers(
                assign(request.racks().stream().map(FabricRequest.Rack::name).toList(), rackInForce));
        for (FabricRequest.Rack rack : request.racks()) {
            Map<MachineId, Integer> mine = new HashMap<>();
            for (MachineId host : rack.hosts()) {
                Device before = hostInForce.get(host);
                if (before != null && before.rack().equals(rack.name())) {
                    mine.put(host, before.number());
                }
            }
            numbers.hosts.putAll(assign(rack.hosts(), mine));
        }
        return numbers;
    }

    int rack(String name) {
        return known(racks, name);
    }

    int host(MachineId id) {
        return known(hosts, id);
    }

    /** One more than the highest number of a rack. */
    int rackSpan() {
        return racks.values().stream().mapToInt(number -> number + 1).max().orElse(0);
    }

    /** One more than the highest number of a host of any rack. */
    int hostSpan() {
        return hosts.values().stream().mapToInt(number -> number + 1).max().orElse(0);
    }

    private static <K> int known(Map<K, Integer> numbers, K key) {
        Integer number = numbers.get(key);
        if (number == null) {
            throw new IllegalArgumentException(key + " has no number: it was not part of the request");
        }
        return number;
    }

    private static <K> Map<K, Integer> assign(List<K> keys, Map<K, Integer> inForce) {
        Map<K, Integer> numbers = new HashMap<>();
        Set<Integer> taken = new HashSet<>();
        for (K key : keys) {
            Integer number = inForce.get(key);
            if (number != null && taken.add(number)) {
                numbers.put(key, number);
            }
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
}
