package io.petaforge.network.dc;

import io.petaforge.network.FabricRequest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Decides the number of every service address: those in force stay, others take the lowest free. */
final class ServiceNumbers {
    private final Map<String, Integer> numbers = new HashMap<>();

    private ServiceNumbers() {}

    static ServiceNumbers of(DataCenterRequest request) {
        ServiceNumbers result = new ServiceNumbers();
        Set<Integer> taken = new HashSet<>();
        request.previous().ifPresent(plan -> plan.services().forEach(service -> {
            for (int number = 0; number < Positions.SERVICES; number++) {
                String address = request.ranges().loopbacks().address(Positions.FIRST_SERVICE + (long) number);
                if (address.equals(service.address()) && asked(request, service.name())) {
                    taken.add(number);
                    result.numbers.put(service.name(), number);
                }
            }
        }));
        int next = 0;
        for (FabricRequest.Service service : request.services()) {
            if (!result.numbers.containsKey(service.name())) {
                while (!taken.add(next)) {
                    next++;
                }
                result.numbers.put(service.name(), next);
            }
        }
        return result;
    }

    int of(String service) {
        Integer number = numbers.get(service);
        if (number == null) {
            throw new IllegalArgumentException(service + " was not asked for");
        }
        return number;
    }

    private static boolean asked(DataCenterRequest request, String name) {
        return request.services().stream().anyMatch(service -> service.name().equals(name));
    }
}
