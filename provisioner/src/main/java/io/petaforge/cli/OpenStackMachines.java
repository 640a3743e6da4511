package io.petaforge.cli;

import io.petaforge.api.Pause;
import io.petaforge.api.SshAccess;
import io.petaforge.cloud.Parallel;
import io.petaforge.cloud.openstack.CloudsYaml;
import io.petaforge.cloud.openstack.OpenStackSettings;
import io.petaforge.cloud.openstack.OpenStackSubstrate;
import io.petaforge.spec.OpenstackSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What an inventory says of an OpenStack, as the driver wants it. */
final class OpenStackMachines {
    private OpenStackMachines() {}

    /** The driver; credentials are those that OpenStack's own client would use. */
    static OpenStackSubstrate of(
            OpenstackSpec spec, Map<String, String> environment, Path stateRoot, Optional<Instant> end) {
        return new OpenStackSubstrate(
                settings(spec),
                CloudsYaml.of(environment, Path.of(""), Path.of(System.getProperty("user.home")))
                        .access(spec.cloud()),
                stateRoot,
                Pause.real(Parallel.STOPPED),
                end);
    }

    private static OpenStackSettings settings(OpenstackSpec spec) {
        TreeMap<String, OpenStackSettings.Group> groups = new TreeMap<>();
        spec.groups()
                .forEach((name, group) ->
                        groups.put(name, new OpenStackSettings.Group(group.flavor(), group.volumeType())));
        return new OpenStackSettings(
                spec.image(),
                spec.user(),
                spec.imageUser(),
                new OpenStackSettings.Network(
                        spec.network().name(),
                        spec.network().create(),
                        spec.network().external(),
                        spec.network().nameServers()),
                spec.sshFrom(),
                spec.floatingIps(),
                spec.jump()
                        .map(jump -> new SshAccess.Jump(
                                jump.address(), jump.port(), jump.user(), jump.privateKey(), jump.hostKeys())),
                spec.access() == OpenstackSpec.Access.JUMP
                        ? Optional.of(new OpenStackSettings.OwnJump(spec.jumpFlavor()))
                        : Optional.empty(),
                spec.zones(),
                switch (spec.spread()) {
                    case HOSTS -> OpenStackSettings.Spread.HOSTS;
                    case PREFER -> OpenStackSettings.Spread.PREFER;
                    case ANY -> OpenStackSettings.Spread.ANY;
                },
                spec.bootVolume(),
                spec.bootVolumeType(),
                groups,
                Duration.ofMinutes(spec.createMinutes()),
                spec.replacements());
    }
}
