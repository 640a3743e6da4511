package io.petaforge.cli;

import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.api.Secret;
import io.petaforge.ceph.CephKeys;
import io.petaforge.spec.CephSpec;
import io.petaforge.spec.ClusterSpec;
import io.petaforge.spec.SecretRef;
import io.petaforge.spec.SecretResolver;
import io.petaforge.state.Secrets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Secrets that the inventory refers to, read where they are kept; all others come from the cluster's own. */
final class InventorySecrets implements Secrets {
    private final Map<String, Secret> given;
    private final Secrets others;

    private InventorySecrets(Map<String, Secret> given, Secrets others) {
        this.given = given;
        this.others = others;
    }

    /**
     * Follows every reference of the inventory now.
     *
     * @throws PetaforgeException naming every reference that leads nowhere
     */
    static Secrets of(ClusterSpec spec, Map<String, String> environment, Secrets others) {
        SecretResolver resolver = new SecretResolver(environment);
        Map<String, Secret> given = new TreeMap<>();
        List<PetaforgeException> refused = new ArrayList<>();
        if (spec.ceph().s3().keys().isPresent()) {
            CephSpec.S3Keys keys = spec.ceph().s3().keys().get();
            put(given, refused, resolver, CephKeys.S3_ACCESS_KEY, keys.accessKey(), "ceph.s3.access-key");
            put(given, refused, resolver, CephKeys.S3_SECRET_KEY, keys.secretKey(), "ceph.s3.secret-key");
        }
        if (!refused.isEmpty()) {
            List<Problem> problems =
                    refused.stream().flatMap(e -> e.problems().stream()).toList();
            throw new PetaforgeException(refused.get(0).exitCode(), problems);
        }
        return new InventorySecrets(given, others);
    }

    private static void put(
            Map<String, Secret> given,
            List<PetaforgeException> refused,
            SecretResolver resolver,
            String name,
            SecretRef reference,
            String path) {
        try {
            given.put(name, resolver.resolve(reference, path));
        } catch (PetaforgeException e) {
            refused.add(e);
        }
    }

    @Override
    public Secret get(String name, Supplier<Secret> generator) {
        Secret secret = given.get(name);
        return secret == null ? others.get(name, generator) : secret;
    }
}
