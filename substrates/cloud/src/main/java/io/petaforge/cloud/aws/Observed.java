package io.petaforge.cloud.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which machine of the cluster each instance is: told by the request that made it and its place in that request. Pure.
 *
 * @param machines those that are there, by name
 * @param surplus instances beside the one that a machine is: two requests were answered where one was heard
 * @param ended instances that are gone, by the name of the machine they were, where EC2 still tells
 * @param answered requests that made something
 */
record Observed(
        Map<String, Instance> machines, List<Instance> surplus, Map<String, Instance> ended, Set<String> answered) {
    Observed {
        machines = Map.copyOf(machines);
        surplus = List.copyOf(surplus);
        ended = Map.copyOf(ended);
        answered = Set.copyOf(answered);
    }

    static Observed of(AwsRecord record, List<Instance> instances) {
        Map<String, Instance> machines = new TreeMap<>();
        Map<String, Instance> ended = new TreeMap<>();
        List<Instance> surplus = new ArrayList<>();
        Set<String> answered = new TreeSet<>();
        for (Instance instance : instances) {
            String token = instance.tags().getOrDefault(LaunchRequest.BATCH, "");
            answered.add(token);
            Optional<String> name = record.batch(token)
                    .filter(batch -> instance.index() < batch.machines().size())
                    .map(batch -> batch.machines().get(instance.index()));
            if (name.isEmpty()) {
                continue;
            }
            if (instance.gone()) {
                ended.put(name.get(), instance);
            } else if (instance.alive() || instance.off()) {
                Instance other = machines.putIfAbsent(name.get(), instance);
                if (other != null) {
                    boolean known = record.holding(name.get())
                            .filter(held -> held.instance().equals(instance.id()))
                            .isPresent();
                    surplus.add(known ? other : instance);
                    machines.put(name.get(), known ? instance : other);
                }
            }
        }
        return new Observed(machines, surplus, ended, answered);
    }
}
