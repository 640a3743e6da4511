package io.petaforge.cloud.aws;

import io.petaforge.api.Cidr;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Settings in which much is wrong. */
final class Wrong {
    private Wrong() {}

    static AwsSettings settings(URI endpoint) {
        AwsSettings right = Site.settings(endpoint);
        return new AwsSettings(
                right.region(),
                right.endpoint(),
                right.network(),
                Map.of("rack-a", "eu-central-1a", "rack-b", "eu-central-1x"),
                List.of(Cidr.parse("0.0.0.0/1"), Cidr.parse("10.60.7.0/24")),
                new AwsSettings.Image("099720109477", "no-such-image-*", "ubuntu"),
                right.user(),
                right.placement(),
                right.bootDrive(),
                right.volumes(),
                Map.of(
                        "storage", new AwsSettings.Group(List.of("m9.unheard"), false, Duration.ZERO),
                        "compute", new AwsSettings.Group(List.of("t2.micro"), false, Duration.ZERO)),
                right.startTimeout(),
                right.replacements(),
                right.end(),
                right.jump(),
                right.quotas());
    }
}
