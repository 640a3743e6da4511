package io.petaforge.spark.dist;

import static java.util.Objects.requireNonNull;

/**
 * The Java releases on which a distribution runs.
 *
 * @param atLeast lowest release, patch level included, such as {@code 17.0.11}
 * @param newest highest feature release, such as 21
 */
public record JavaRange(String atLeast, int newest) {
    public JavaRange {
        requireNonNull(atLeast, "atLeast");
    }

    /**
     * Whether a release, as {@code java.version} or {@code java -version} tells it, lies in the range.
     *
     * @throws IllegalArgumentException when the text is not a Java release
     */
    public boolean contains(String release) {
        Runtime.Version version = parse(release);
        return version.compareToIgnoreOptional(parse(atLeast)) >= 0 && version.feature() <= newest;
    }

    private static Runtime.Version parse(String release) {
        // Java 8 says 1.8.0_392; everything later is in the form that Runtime.Version reads.
        return Runtime.Version.parse(
                release.startsWith("1.")
                        ? release.substring(2).replaceFirst("_.*", "").replaceFirst("\\.0$", "")
                        : release);
    }

    @Override
    public String toString() {
        return atLeast.equals(Integer.toString(newest)) ? "Java " + newest : "Java " + atLeast + " to " + newest;
    }
}
