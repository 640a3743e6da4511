package io.petaforge.cloud.aws;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** A run of its own process, to be killed: {@code acquire ENDPOINT DIRECTORY} or {@code release ENDPOINT DIRECTORY}. */
final class Victim {
    static final String CLUSTER = "killed";

    private Victim() {}

    public static void main(String[] arguments) {
        try (AwsSubstrate aws = substrate(URI.create(arguments[1]), Path.of(arguments[2]))) {
            if (arguments[0].equals("acquire")) {
                aws.acquire(Site.request(CLUSTER, 1), call -> {});
            } else {
                aws.release(CLUSTER, call -> {});
            }
        }
    }

    /** Two racks that are partitions of one zone, and one in another. */
    static AwsSubstrate substrate(URI endpoint, Path directory) {
        AwsSettings placed = Changed.of(Site.settings(endpoint), "placement", AwsSettings.Placement.PARTITION);
        return Site.substrate(
                Changed.of(
                        placed,
                        "zones",
                        new TreeMap<>(Map.of(
                                "rack-a", "eu-central-1a", "rack-b", "eu-central-1a", "rack-c", "eu-central-1b"))),
                directory,
                call -> {});
    }
}
