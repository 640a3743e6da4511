package io.petaforge.verify;

import io.petaforge.api.Problem;
import io.petaforge.workload.result.ProbeResult;
import io.petaforge.workload.result.ProbeResult.Check;
import io.petaforge.workload.result.ProbeResult.Checks;
import io.petaforge.workload.result.S3aKeys;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The S3A settings that follow from a probe, and what no setting can cure.
 *
 * @param settings Hadoop settings by name, without {@code spark.hadoop.}
 * @param problems what S3A needs and this endpoint does not do
 */
public record S3aSettings(Map<String, String> settings, List<Problem> problems) {
    /** What every Spark job needs; without one of these the cluster is of no use. */
    private static final List<String> REQUIRED =
            List.of(Checks.MKDIRS, Checks.ROUND_TRIP, Checks.MULTIPART, Checks.RENAME, Checks.MAGIC);

    /**
     * Staging committers: without a filesystem that all executors share they lose every row and report success, as was
     * measured against this gateway.
     */
    private static final Set<String> LOSING_COMMITTERS = Set.of("directory", "partitioned", "staging");

    public S3aSettings {
        settings = Collections.unmodifiableMap(new TreeMap<>(settings));
        problems = List.copyOf(problems);
    }

    /** Decides. Pure: the same answers, the same settings. */
    public static S3aSettings decide(ProbeResult probe) {
        Map<String, String> settings = new TreeMap<>();
        settings.put(S3aKeys.PATH_STYLE, "true");
        settings.put(S3aKeys.COMMITTER, "magic");
        settings.put(S3aKeys.COMMITTER_FACTORY, "org.apache.hadoop.fs.s3a.commit.S3ACommitterFactory");
        // Sequential reads: 574 MB/s against 320 with the stream that Hadoop 3.5 chooses by itself.
        settings.put(S3aKeys.STREAM_TYPE, "classic");
        List<Problem> problems = new ArrayList<>();
        if (!probe.passed(Checks.BUCKET)) {
            problems.add(problem(probe, Checks.BUCKET));
        } else if (!probe.passed(Checks.ZERO_BYTE)) {
            if (probe.passed(Checks.ZERO_BYTE_UNSIGNED)) {
                settings.put(S3aKeys.SIGNING, unsigned(probe.hadoop()));
            } else {
                problems.add(problem(probe, Checks.ZERO_BYTE));
            }
        }
        for (String name : problems.isEmpty() ? REQUIRED : List.<String>of()) {
            if (!probe.passed(name)) {
                problems.add(problem(probe, name));
            }
        }
        if (probe.failed(Checks.MULTI_DELETE)) {
            settings.put(S3aKeys.MULTI_DELETE, "false");
        }
        if (probe.failed(Checks.CONDITIONAL)) {
            settings.put(S3aKeys.CONDITIONAL_CREATE, "false");
        }
        return new S3aSettings(settings, problems);
    }

    /**
     * Where a configuration differs from these settings, a sentence each.
     *
     * @param configured what jobs run with, Hadoop's own defaults included
     */
    public List<String> differences(Map<String, String> configured) {
        List<String> differences = new ArrayList<>();
        settings.forEach((key, wanted) -> {
            String found = configured.getOrDefault(key, "");
            if (!found.equals(wanted)) {
                differences.add(key + " should be " + wanted + (found.isEmpty() ? ", is not set" : ", is " + found));
            }
        });
        if (LOSING_COMMITTERS.contains(configured.getOrDefault(S3aKeys.COMMITTER, ""))) {
            differences.add("the " + configured.get(S3aKeys.COMMITTER) + " committer loses data");
        }
        for (String checksum : List.of(S3aKeys.UPLOAD_CHECKSUM, S3aKeys.CHECKSUM_GENERATION)) {
            if (!configured.getOrDefault(checksum, "false").equals("false")) {
                differences.add(checksum + " breaks uploads to this gateway and should not be set");
            }
        }
        if (configured.getOrDefault(S3aKeys.MULTIPART, "true").equals("false")) {
            differences.add(S3aKeys.MULTIPART + " is off, which breaks the committers");
        }
        return List.copyOf(differences);
    }

    /**
     * The signer that sends an empty object without a checksum of its payload. With the SDK of Hadoop 3.3 the signer of
     * that name cannot sign names with a space, so the older protocol is the cure there.
     */
    private static String unsigned(String hadoop) {
        return hadoop.startsWith("3.3.") ? "S3SignerType" : "AWS4UnsignedPayloadSignerType";
    }

    private static Problem problem(ProbeResult probe, String name) {
        String found = probe.check(name).map(Check::message).orElse("the probe did not come to it");
        return Problem.of(
                "PF-VER-010",
                "S3A fails at '" + name + "' against this gateway: " + found,
                "look at the gateway's log for that request (journalctl -u 'ceph-radosgw@*')");
    }
}
