package io.petaforge.spark.dist;

import static java.util.Objects.requireNonNull;

/**
 * The three releases that a distribution is asked for by.
 *
 * @param spark such as {@code 4.1.2}
 * @param scala binary version, such as {@code 2.13}
 * @param hadoop such as {@code 3.4.2}
 */
public record SparkVersions(String spark, String scala, String hadoop) {
    public SparkVersions {
        requireNonNull(spark, "spark");
        requireNonNull(scala, "scala");
        requireNonNull(hadoop, "hadoop");
    }

    /** For file names: the three releases with dashes between. */
    public String key() {
        return spark + "-" + scala + "-" + hadoop;
    }

    /**
     * The line of releases, such as {@code 4.1-2.13}: within it daemons are taken to read each other's messages and state, which
     * are Java's serialized objects; Spark promises nothing beyond it.
     */
    public String line() {
        String[] parts = spark.split("[.]", 3);
        return parts[0] + (parts.length > 1 ? "." + parts[1] : "") + "-" + scala;
    }

    @Override
    public String toString() {
        return "Spark " + spark + ", Scala " + scala + ", Hadoop " + hadoop;
    }
}
