package io.petaforge.cloud.aws;

import io.petaforge.api.ByteSize;
import io.petaforge.api.Cidr;
import io.petaforge.api.ClusterRequest;
import io.petaforge.api.DiskRequest;
import io.petaforge.api.Inspector;
import io.petaforge.api.MachineId;
import io.petaforge.api.MachineRequest;
import io.petaforge.api.Media;
import io.petaforge.api.Pause;
import io.petaforge.api.Secret;
import io.petaforge.api.ServiceRequest;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A cluster of the tests: what is asked for and how. */
final class Site {
    static final AwsKey KEY = new AwsKey(new Secret("testing-id"), new Secret("pw-A7-never-shown"), Optional.empty());
    static final Inspector NOBODY = machines -> Map.of();

    /** Hours pass in a moment. */
    static final class FastPause implements Pause {
        private Instant now = Instant.parse("2026-03-01T12:00:00Z");

        @Override
        public synchronized void sleep(Duration duration) {
            now = now.plus(duration);
        }

        @Override
        public synchronized Clock clock() {
            return Clock.fixed(now, ZoneOffset.UTC);
        }
    }

    private Site() {}

    static AwsSettings settings(URI endpoint) {
        return new AwsSettings(
                "eu-central-1",
                Optional.of(endpoint),
                Cidr.parse("10.60.0.0/16"),
                new TreeMap<>(Map.of("rack-a", "eu-central-1a", "rack-b", "eu-central-1b", "rack-c", "eu-central-1c")),
                List.of(Cidr.parse("198.51.100.7/32"), Cidr.parse("2001:db8::/48")),
                new AwsSettings.Image("099720109477", "ubuntu/images/*16.04-amd64*", "ubuntu"),
                "ubuntu",
                AwsSettings.Placement.NONE,
                ByteSize.ofGiB(30),
                new AwsSettings.Volumes("gp3", OptionalInt.of(6000), OptionalInt.of(500), true),
                Map.of(
                        "storage", new AwsSettings.Group(List.of("m5.xlarge"), false, Duration.ZERO),
                        "compute",
                                new AwsSettings.Group(
                                        List.of("c5.2xlarge", "c5d.2xlarge"), true, Duration.ofMinutes(5))),
                Duration.ofMinutes(10),
                2,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** The same cluster without public addresses, behind a jump host. */
    static AwsSettings behindJumpHost(URI endpoint) {
        return with(settings(endpoint), Optional.of("t3.micro"), Optional.empty());
    }

    static AwsSettings with(AwsSettings open, Optional<String> jump, Optional<URI> quotas) {
        return new AwsSettings(
                open.region(),
                open.endpoint(),
                open.network(),
                open.zones(),
                open.operators(),
                open.image(),
                open.user(),
                open.placement(),
                open.bootDrive(),
                open.volumes(),
                open.groups(),
                open.startTimeout(),
                open.replacements(),
                open.end(),
                jump,
                quotas);
    }

    /** The same, for machines that have an end. */
    static AwsSettings ending(AwsSettings settings, Instant end) {
        return new AwsSettings(
                settings.region(),
                settings.endpoint(),
                settings.network(),
                settings.zones(),
                settings.operators(),
                settings.image(),
                settings.user(),
                settings.placement(),
                settings.bootDrive(),
                settings.volumes(),
                settings.groups(),
                settings.startTimeout(),
                settings.replacements(),
                Optional.of(end),
                settings.jump(),
                settings.quotas());
    }

    static AwsSubstrate substrate(AwsSettings settings, Path state, Consumer<ServiceRequest> trace) {
        return new AwsSubstrate(settings, KEY, state, NOBODY, new FastPause(), trace);
    }

    /** As many storage and compute machines in each rack. */
    static ClusterRequest request(String cluster, int perRack) {
        List<MachineRequest> machines = new ArrayList<>();
        for (String group : List.of("storage", "compute")) {
            int number = 1;
            for (String rack : List.of("rack-a", "rack-b", "rack-c")) {
                for (int i = 0; i < perRack; i++) {
                    machines.add(new MachineRequest(
                            new MachineId(group + "-" + number++),
                            group,
                            MachineRequest.Kind.HOST,
                            rack,
                            4,
                            ByteSize.ofGiB(8),
                            group.equals("storage")
                                    ? List.of(new DiskRequest(2, Media.SSD, new ByteSize(200_000_000_000L)))
                                    : List.of(new DiskRequest(1, Media.SSD, new ByteSize(100_000_000_000L))),
                            List.of(),
                            MachineRequest.Image.BARE));
                }
            }
        }
        return new ClusterRequest(cluster, machines, List.of());
    }
}
