package io.petaforge.spark.dist;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Releases that are known to fit together, read from the project POMs that Spark and Hadoop publish.
 *
 * @param versions the releases that the user names
 * @param sdk the AWS SDK release that this Hadoop's project POM declares: 1.x for Hadoop 3.3, 2.x from 3.4 on
 * @param java where it runs: Spark's documentation, and before Hadoop 3.4.3 nothing newer than Java 23, because
 *     {@code Subject.getSubject} went away in 24
 * @param onCentral whether Maven Central has all of it; Spark 4.2.0 came without its hadoop-cloud module
 */
public record AlignedSet(SparkVersions versions, String sdk, JavaRange java, boolean onCentral) {
    /** What is built when the inventory says nothing. */
    public static final AlignedSet DEFAULT =
            new AlignedSet(new SparkVersions("4.1.2", "2.13", "3.4.2"), "2.29.52", new JavaRange("17.0.11", 21), true);

    /** Everything known, the newest Spark first. */
    public static final List<AlignedSet> KNOWN = List.of(
            new AlignedSet(new SparkVersions("4.2.0", "2.13", "3.5.0"), "2.35.4", new JavaRange("17.0.11", 25), false),
            DEFAULT,
            new AlignedSet(new SparkVersions("4.1.1", "2.13", "3.4.2"), "2.29.52", new JavaRange("17.0.11", 21), true),
            new AlignedSet(new SparkVersions("4.0.2", "2.13", "3.4.1"), "2.24.6", new JavaRange("17", 21), true),
            new AlignedSet(new SparkVersions("3.5.8", "2.12", "3.3.4"), "1.12.262", new JavaRange("8", 17), true));

    public AlignedSet {
        requireNonNull(versions, "versions");
        requireNonNull(sdk, "sdk");
        requireNonNull(java, "java");
    }

    /** The set with exactly these releases. */
    public static Optional<AlignedSet> of(SparkVersions versions) {
        return KNOWN.stream().filter(set -> set.versions.equals(versions)).findFirst();
    }

    /**
     * The set on Maven Central that is closest to what was asked for: the same Spark feature release if there is one,
     * else the same major release, else the default.
     */
    public static AlignedSet nearest(SparkVersions asked) {
        return KNOWN.stream()
                .filter(AlignedSet::onCentral)
                .max(Comparator.comparingInt((AlignedSet set) -> commonParts(set.versions.spark(), asked.spark()))
                        .thenComparing(set -> set.versions.scala().equals(asked.scala()))
                        .thenComparing(set -> set.equals(DEFAULT)))
                .orElse(DEFAULT);
    }

    private static int commonParts(String a, String b) {
        String[] left = a.split("\\.");
        String[] right = b.split("\\.");
        int same = 0;
        while (same < Math.min(left.length, right.length) && left[same].equals(right[same])) {
            same++;
        }
        return same;
    }

    /** As a sentence's object: the releases and the SDK. */
    public String describe() {
        return versions + ", AWS SDK " + sdk + " on " + java;
    }
}
