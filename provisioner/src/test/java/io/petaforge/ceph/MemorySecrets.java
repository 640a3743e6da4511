package io.petaforge.ceph;

import io.petaforge.api.Secret;
import io.petaforge.state.Secrets;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Makes each secret once and keeps it in memory. */
final class MemorySecrets implements Secrets {
    final Map<String, Secret> made = new TreeMap<>();

    @Override
    public Secret get(String name, Supplier<Secret> generator) {
        Secret known = made.get(name);
        if (known == null) {
            known = generator.get();
            made.put(name, known);
        }
        return known;
    }
}
