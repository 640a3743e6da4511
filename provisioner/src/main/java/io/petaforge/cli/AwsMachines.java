package io.petaforge.cli;

import io.petaforge.api.Pause;
import io.petaforge.api.ServiceRequest;
import io.petaforge.api.Substrate;
import io.petaforge.cloud.Parallel;
import io.petaforge.cloud.aws.AwsKey;
import io.petaforge.cloud.aws.AwsSettings;
import io.petaforge.cloud.aws.AwsSubstrate;
import io.petaforge.discover.SshInspector;
import io.petaforge.spec.AwsSpec;
import io.petaforge.spec.SecretResolver;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** From what the inventory says of EC2 to the driver. The cloud's classes are loaded only with this one. */
final class AwsMachines {
    private AwsMachines() {}

    /**
     * The driver for these machines.
     *
     * @param end when they switch themselves off
     * @param trace told of every request of EC2
     * @throws io.petaforge.api.PetaforgeException when a key's reference leads nowhere
     */
    static Substrate of(AwsSpec spec, Path stateRoot, Optional<Instant> end, Consumer<ServiceRequest> trace) {
        SecretResolver secrets = new SecretResolver(System.getenv());
        AwsKey key = new AwsKey(
                secrets.resolve(spec.accessKey(), "substrate.aws.access-key"),
                secrets.resolve(spec.secretKey(), "substrate.aws.secret-key"),
                spec.sessionToken().map(token -> secrets.resolve(token, "substrate.aws.session-token")));
        return new AwsSubstrate(
                settings(spec, end), key, stateRoot, new SshInspector(), Pause.real(Parallel.STOPPED), trace);
    }

    private static AwsSettings settings(AwsSpec spec, Optional<Instant> end) {
        TreeMap<String, AwsSettings.Group> groups = new TreeMap<>();
        spec.groups()
                .forEach((name, group) ->
                        groups.put(name, new AwsSettings.Group(group.types(), group.spot(), group.spotWait())));
        return new AwsSettings(
                spec.region(),
                spec.endpoint(),
                spec.network(),
                spec.racks(),
                spec.operators(),
                new AwsSettings.Image(
                        spec.image().owner(), spec.image().name(), spec.image().user()),
                spec.user(),
                AwsSettings.Placement.valueOf(spec.placement().name()),
                spec.bootDrive(),
                new AwsSettings.Volumes(
                        spec.volumes().type().yaml(),
                        spec.volumes().iops(),
                        spec.volumes().throughput(),
                        spec.volumes().encrypted()),
                groups,
                spec.startTimeout(),
                spec.replacements(),
                end,
                spec.jump(),
                spec.quotasEndpoint());
    }
}
