package io.petaforge.spark.dist;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/**
 * A distribution, ready to be sent out: one plain tar whose name is its content. Unpacked it holds {@code jars/},
 * {@code RELEASE} (by which Spark's launcher knows a distribution), {@code LOCK} and {@code SHA256SUMS}; never
 * {@code conf/}, which belongs to the cluster.
 *
 * @param id SHA-256 of the lock file: the same content has the same id, whoever built it
 * @param lock what it consists of
 * @param archive the tar in the local cache
 * @param size of the archive, in bytes
 * @param archiveSha256 of the archive
 * @param sumsSha256 of {@code SHA256SUMS} inside, which lists every other file: whoever holds this one number can verify
 *     an unpacked tree
 */
public record SparkResource(
        String id, LockFile lock, Path archive, long size, String archiveSha256, String sumsSha256) {
    public SparkResource {
        requireNonNull(id, "id");
        requireNonNull(lock, "lock");
        requireNonNull(archive, "archive");
        requireNonNull(archiveSha256, "archiveSha256");
        requireNonNull(sumsSha256, "sumsSha256");
    }

    /** Where every node has it: the identical path everywhere, so that class paths and class-data archives agree. */
    public String home() {
        return "/opt/petaforge/spark/" + id;
    }

    /** The Java releases it runs on. */
    public JavaRange java() {
        return AlignedSet.of(lock.versions())
                .orElseGet(() -> AlignedSet.nearest(lock.versions()))
                .java();
    }

    /** The check that these very jars pass. */
    public AlignmentCheck check() {
        return new AlignmentCheck(lock.versions(), lock.sdk(), java());
    }
}
