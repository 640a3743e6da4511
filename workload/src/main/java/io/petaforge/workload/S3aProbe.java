package io.petaforge.workload;

import io.petaforge.workload.result.ProbeResult;
import io.petaforge.workload.result.ProbeResult.Check;
import io.petaforge.workload.result.ProbeResult.Checks;
import io.petaforge.workload.result.ProbeResult.Outcome;
import io.petaforge.workload.result.ResultLine;
import io.petaforge.workload.result.S3aKeys;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.VersionInfo;

/**
 * Asks S3A, operation by operation, what works against this endpoint. It draws no conclusions: which settings follow from
 * the answers is decided by whoever reads them.
 *
 * <p>Arguments: {@code --bucket B --prefix P --endpoint URL --region R --timeout SECONDS}, and {@code --set key=value} for
 * further S3A settings to try. Credentials: the environment variables {@code AWS_ACCESS_KEY_ID} and
 * {@code AWS_SECRET_ACCESS_KEY}. The bucket is made if it is not there; everything below the prefix is deleted. Exits with 0
 * when every check could be made, however it ended; with 1 when the endpoint could not be asked at all; with 2 on wrong
 * arguments.
 */
public final class S3aProbe {
    /** What a plain HTTP endpoint of this gateway needs for empty objects; the same choice as the reader's. */
    private static final String UNSIGNED =
            VersionInfo.getVersion().startsWith("3.3.") ? "S3SignerType" : "AWS4UnsignedPayloadSignerType";

    private final List<Check> checks = Collections.synchronizedList(new ArrayList<>());

    private S3aProbe() {}

    /** Runs the program. */
    public static void main(String[] args) {
        S3aProbe program = new S3aProbe();
        Configuration settings;
        Path directory;
        RawStore bucket;
        try {
            Arguments arguments = Arguments.parse(args);
            S3Keys keys = S3Keys.find(System.getenv());
            settings = settings(arguments, keys);
            directory = new Path("s3a://" + arguments.text("bucket") + "/" + arguments.text("prefix") + "/s3a");
            Duration limit = Duration.ofSeconds(arguments.number("timeout"));
            URI endpoint = URI.create(arguments.text("endpoint"));
            Deadline.start(limit, () -> {
                program.record("all checks", 0, Outcome.FAILED, "did not end within " + limit.toSeconds() + " s");
                return program.result();
            });
            bucket = RawStore.open(endpoint, arguments.text("region"), arguments.text("bucket"), keys, 1);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        boolean asked = program.reach(bucket) && program.run(settings, directory);
        System.out.println(ResultLine.of(program.result()));
        System.exit(asked ? 0 : 1);
    }

    private static Configuration settings(Arguments arguments, S3Keys keys) {
        Configuration settings = new Configuration();
        settings.set("fs.s3a.endpoint", arguments.text("endpoint"));
        settings.set(S3aKeys.REGION, arguments.text("region"));
        settings.set(S3aKeys.PATH_STYLE, "true");
        // In memory only: a credentials provider by class name would differ between Hadoop 3.3 and 3.4.
        settings.set("fs.s3a.access.key", keys.access());
        settings.set("fs.s3a.secret.key", keys.secret());
        settings.set(S3aKeys.COMMITTER, "magic");
        settings.set(S3aKeys.COMMITTER_FACTORY, "org.apache.hadoop.fs.s3a.commit.S3ACommitterFactory");
        // The smallest part S3 allows, so that a small object has several.
        settings.set("fs.s3a.multipart.size", "5M");
        settings.set("fs.s3a.multipart.threshold", "5M");
        settings.set("fs.s3a.threads.max", "4");
        // A probe answers soon: one retry, and no minutes of patience with a store that is stuck.
        settings.set("fs.s3a.retry.limit", "1");
        settings.set("fs.s3a.attempts.maximum", "2");
        settings.set("fs.s3a.connection.establish.timeout", "5000");
        settings.set("fs.s3a.connection.timeout", "10000");
        arguments.settings().forEach(settings::set);
        return settings;
    }

    private boolean reach(RawStore bucket) {
        return check(Checks.BUCKET, () -> {
            try (bucket) {
                bucket.ensureBucket();
            }
        });
    }

    private boolean run(Configuration settings, Path directory) {
        try (FileSystem signed = FileSystem.newInstance(directory.toUri(), settings)) {
            Optional<FileSystem> usable = signer(signed, settings, directory);
            if (usable.isEmpty()) {
                return true;
            }
            S3aChecks probes = new S3aChecks(usable.get(), directory);
            check(Checks.MKDIRS, probes::mkdirs);
            check(Checks.ROUND_TRIP, probes::roundTrip);
            check(Checks.MULTIPART, probes::multipart);
            check(Checks.VECTORED, probes::vectoredRead);
            check(Checks.RENAME, probes::rename);
            check(Checks.MULTI_DELETE, probes::multiDelete);
            check(Checks.BULK_DELETE, probes::bulkDelete);
            check(Checks.CONDITIONAL, probes::conditionalCreate);
            check(Checks.MAGIC, probes::magicCommitter);
            usable.get().delete(directory, true);
            return true;
        } catch (IOException e) {
            record("clean up", 0, Outcome.FAILED, message(e));
            return false;
        }
    }

    /** The file system whose signing can write an empty object: as it is by default, or with the payload unsigned. */
    private Optional<FileSystem> signer(FileSystem signed, Configuration settings, Path directory) throws IOException {
        if (check(Checks.ZERO_BYTE, new S3aChecks(signed, directory)::zeroByte)) {
            record(Checks.ZERO_BYTE_UNSIGNED, 0, Outcome.SKIPPED, "the default signing can do it");
            return Optional.of(signed);
        }
        Configuration unsigned = new Configuration(settings);
        unsigned.set(S3aKeys.SIGNING, UNSIGNED);
        FileSystem other = FileSystem.newInstance(directory.toUri(), unsigned);
        return check(Checks.ZERO_BYTE_UNSIGNED, new S3aChecks(other, directory)::zeroByte)
                ? Optional.of(other)
                : Optional.empty();
    }

    private boolean check(String name, S3aChecks.Body body) {
        long begin = System.nanoTime();
        Outcome outcome = Outcome.PASSED;
        String message = "";
        try {
            body.run();
        } catch (LinkageError | UnsupportedOperationException e) {
            outcome = Outcome.SKIPPED;
            message = "this Hadoop does not have it: " + e.getMessage();
        } catch (IOException | RuntimeException e) {
            outcome = Outcome.FAILED;
            message = message(e);
        }
        record(name, (System.nanoTime() - begin) / 1_000_000, outcome, message);
        return outcome == Outcome.PASSED;
    }

    private void record(String name, long millis, Outcome outcome, String message) {
        checks.add(new Check(name, outcome, millis, message));
    }

    /** The first line: the SDK adds request ids and stacks of retries below it. */
    private static String message(Exception e) {
        String text = e.getMessage() == null ? e.toString() : e.getClass().getSimpleName() + ": " + e.getMessage();
        return text.lines().findFirst().orElse("");
    }

    private ProbeResult result() {
        return new ProbeResult(
                VersionInfo.getVersion(),
                Runtime.version().toString(),
                ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0,
                List.copyOf(checks));
    }
}
