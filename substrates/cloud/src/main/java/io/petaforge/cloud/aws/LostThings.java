package io.petaforge.cloud.aws;

import io.petaforge.api.ExitCode;
import io.petaforge.api.Ownership.Orphan;
import io.petaforge.api.Pause;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.api.Progress;
import io.petaforge.api.Released;
import io.petaforge.cloud.ClusterTags;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What bears a cluster's name and the token of a record that is not here. */
final class LostThings {
    private final Ec2 ec2;
    private final Pause pause;

    LostThings(Ec2 ec2, Pause pause) {
        this.ec2 = ec2;
        this.pause = pause;
    }

    /** @param token of the record that is here; empty when there is none */
    List<Orphan> list(String cluster, String token) {
        return things(cluster, token).stream()
                .map(thing -> new Orphan(thing.id(), thing.label(), thing.state(), Optional.empty()))
                .toList();
    }

    private List<Belongings.Thing> things(String cluster, String token) {
        return new Belongings(ec2, pause, Progress.SILENT)
                .list(Map.of(ClusterTags.CLUSTER, cluster)).stream()
                        .filter(thing -> !token.equals(thing.tags().get(ClusterTags.TOKEN)))
                        .toList();
    }

    static PetaforgeException notAdopted(String identity) {
        return new PetaforgeException(
                ExitCode.BAD_INPUT,
                Problem.of(
                        "PF-AWS-030",
                        identity
                                + " was made under a record that is not here: with host keys that nobody here knows, it"
                                + " cannot be trusted over SSH.",
                        "Release it; what this record's own runs left is taken up by the next build without being asked."));
    }

    /** Removes everything of each lost record that was named whole. */
    Released release(String cluster, String token, List<String> identities, Progress progress) {
        Map<String, List<String>> tokens = new TreeMap<>();
        things(cluster, token).forEach(thing -> tokens.computeIfAbsent(
                        thing.tags().getOrDefault(ClusterTags.TOKEN, ""), key -> new ArrayList<>())
                .add(thing.id()));
        List<Released> parts = new ArrayList<>();
        List<String> unknown = new ArrayList<>(identities);
        tokens.forEach((lost, ids) -> {
            if (identities.containsAll(ids)) {
                parts.add(new Belongings(ec2, pause, progress).remove(new ClusterTags(cluster, lost).tags()));
                unknown.removeAll(ids);
            }
        });
        if (!unknown.isEmpty()) {
            throw new PetaforgeException(
                    ExitCode.BAD_INPUT,
                    Problem.of(
                            "PF-AWS-031",
                            "Not all of one lost record, or no orphans of the cluster: " + String.join(", ", unknown)
                                    + ".",
                            "Name everything that the list of orphans shows: a network goes with its machines."));
        }
        return Released.all(parts);
    }
}
