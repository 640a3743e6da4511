package io.petaforge.cloud.aws;

import io.petaforge.api.Pause;
import io.petaforge.api.Progress;
import io.petaforge.cloud.CloudFailure;
import io.petaforge.cloud.ClusterTags;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Things of a cluster's network: looked for by their tags, and made when they are missing. EC2 knows no idempotency for most
 * of them, so that what became of a request without an answer is seen by looking again.
 */
final class Ensured {
    /** Tag that tells one thing of a kind from the cluster's other: the first of each kind is without. */
    static final String PART = "petaforge-part";

    private static final int ATTEMPTS = 3;
    /** What was made is seen by then, nearly always; a second thing that was made all the same is removed with the rest. */
    private static final Duration SETTLED = Duration.ofSeconds(10);

    private final Ec2 ec2;
    private final ClusterTags tags;
    private final Pause pause;
    private final Progress progress;

    Ensured(Ec2 ec2, ClusterTags tags, Pause pause, Progress progress) {
        this.ec2 = ec2;
        this.tags = tags;
        this.pause = pause;
        this.progress = progress;
    }

    /** The tags of a thing, with what people see first. */
    Map<String, String> named(String thing) {
        return named(thing, "");
    }

    Map<String, String> named(String thing, String part) {
        Map<String, String> all = new TreeMap<>(tags.tags());
        all.put("Name", tags.name(thing));
        if (!part.isEmpty()) {
            all.put(PART, part);
        }
        return all;
    }

    /** Whether a thing is that one of its kind. */
    static boolean is(Xml item, String part) {
        return item.tags().getOrDefault(PART, "").equals(part);
    }

    String thing(String action, String set, String id, String words, Supplier<String> create) {
        return thing(action, set, id, "", words, create);
    }

    /** The id of the cluster's thing of that kind and part. */
    String thing(String action, String set, String id, String part, String words, Supplier<String> create) {
        return ensure(
                () -> ec2.tagged(action, set, tags.tags()).stream()
                        .filter(item -> is(item, part))
                        .map(item -> item.value(id))
                        .sorted()
                        .findFirst(),
                words,
                create);
    }

    Optional<Xml> found(String action, String set, String id, String wanted) {
        return ec2.tagged(action, set, tags.tags()).stream()
                .filter(item -> item.value(id).equals(wanted))
                .findFirst();
    }

    String ensure(Supplier<Optional<String>> find, String words, Supplier<String> create) {
        for (int attempt = 1; ; attempt++) {
            Optional<String> found = find.get();
            if (found.isPresent()) {
                return found.get();
            }
            try {
                String made = create.get();
                progress.report("made " + words + (words.contains(made) ? "" : " (" + made + ")"));
                return made;
            } catch (CloudFailure e) {
                unclear(e, attempt);
            }
        }
    }

    void once(Supplier<Optional<Xml>> done, Runnable request) {
        for (int attempt = 1; done.get().isEmpty(); attempt++) {
            try {
                request.run();
                return;
            } catch (CloudFailure e) {
                unclear(e, attempt);
            }
        }
    }

    /** Waits until it can be seen what became of a request; other failures stand. */
    private void unclear(CloudFailure failure, int attempt) {
        boolean unclear = failure.kind() == CloudFailure.Kind.LOST
                || failure.kind() == CloudFailure.Kind.SERVER
                || failure.kind() == CloudFailure.Kind.STATE;
        if (!unclear || attempt >= ATTEMPTS) {
            throw failure;
        }
        pause.sleep(SETTLED);
    }
}
