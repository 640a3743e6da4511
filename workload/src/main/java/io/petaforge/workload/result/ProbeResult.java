package io.petaforge.workload.result;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * What S3A can do against this endpoint.
 *
 * @param hadoop version of the Hadoop client
 * @param java version of the JVM
 * @param seconds from the JVM's start to the end of the last check
 * @param checks in the order in which they ran
 */
public record ProbeResult(String hadoop, String java, double seconds, List<Check> checks) {
    /** How a check ended. */
    public enum Outcome {
        PASSED,
        FAILED,
        /** The client is too old to be asked, or an earlier failure made the question pointless. */
        SKIPPED
    }

    /** The names of the checks, which the decision on settings refers to. */
    public static final class Checks {
        public static final String BUCKET = "bucket";
        public static final String ZERO_BYTE = "zero-byte object";
        public static final String ZERO_BYTE_UNSIGNED = "zero-byte object, payload unsigned";
        public static final String MKDIRS = "mkdirs";
        public static final String ROUND_TRIP = "write and read";
        public static final String MULTIPART = "multipart upload";
        public static final String VECTORED = "vectored read";
        public static final String RENAME = "rename";
        public static final String MULTI_DELETE = "multi-delete";
        public static final String BULK_DELETE = "bulk delete";
        public static final String CONDITIONAL = "conditional create";
        public static final String MAGIC = "magic committer";

        private Checks() {}
    }

    /**
     * One check.
     *
     * @param message why it failed or was skipped; "" when it passed
     */
    public record Check(String name, Outcome outcome, long millis, String message) {
        public Check {
            requireNonNull(name, "name");
            requireNonNull(outcome, "outcome");
            requireNonNull(message, "message");
        }
    }

    public ProbeResult {
        requireNonNull(hadoop, "hadoop");
        requireNonNull(java, "java");
        checks = List.copyOf(checks);
    }

    /** The check of that name, if it was made. */
    public Optional<Check> check(String name) {
        return checks.stream().filter(check -> check.name().equals(name)).findFirst();
    }

    /** Whether the check was made and passed. */
    public boolean passed(String name) {
        return check(name).filter(check -> check.outcome() == Outcome.PASSED).isPresent();
    }

    /** Whether the check was made and failed; a skipped one neither passed nor failed. */
    public boolean failed(String name) {
        return check(name).filter(check -> check.outcome() == Outcome.FAILED).isPresent();
    }
}
