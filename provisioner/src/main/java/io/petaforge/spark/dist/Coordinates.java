package io.petaforge.spark.dist;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What names one jar: group, artifact, version and, mostly empty, classifier. Of a jar that lies in an upstream tarball
 * only the file name is known; its group is {@value #UPSTREAM}.
 */
public record Coordinates(String group, String artifact, String version, String classifier)
        implements Comparable<Coordinates> {
    /** The group of a jar whose group nobody told. */
    public static final String UPSTREAM = "upstream";

    // The version starts at the first dash that a digit follows, save for artifacts such as log4j-1.2-api.
    private static final Pattern FILE = Pattern.compile("(.+?)-(\\d[^-]*(?:-[A-Za-z0-9.]+)*)\\.jar");
    private static final Pattern DIGITS_IN_NAME = Pattern.compile("(log4j-1\\.2-api)-(.+)\\.jar");
    private static final Comparator<Coordinates> ORDER = Comparator.comparing(Coordinates::group)
            .thenComparing(Coordinates::artifact)
            .thenComparing(Coordinates::version)
            .thenComparing(Coordinates::classifier);

    public Coordinates {
        requireNonNull(group, "group");
        requireNonNull(artifact, "artifact");
        requireNonNull(version, "version");
        requireNonNull(classifier, "classifier");
    }

    /** Coordinates without a classifier. */
    public static Coordinates of(String group, String artifact, String version) {
        return new Coordinates(group, artifact, version, "");
    }

    /**
     * Reads {@code group:artifact:version} or {@code group:artifact:version:classifier}.
     *
     * @throws IllegalArgumentException when the text has another form
     */
    public static Coordinates parse(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length < 3 || parts.length > 4) {
            throw new IllegalArgumentException("not group:artifact:version[:classifier]: '" + text + "'");
        }
        return new Coordinates(parts[0], parts[1], parts[2], parts.length == 4 ? parts[3] : "");
    }

    /** What the name of a jar says, such as {@code spark-core_2.13-4.1.2.jar}; empty when it names no version. */
    public static Optional<Coordinates> ofJar(String fileName) {
        Matcher digits = DIGITS_IN_NAME.matcher(fileName);
        Matcher matcher = digits.matches() ? digits : FILE.matcher(fileName);
        return matcher.matches() ? Optional.of(of(UPSTREAM, matcher.group(1), matcher.group(2))) : Optional.empty();
    }

    /** The name that a repository gives the file. */
    public String fileName() {
        return artifact + "-" + version + (classifier.isEmpty() ? "" : "-" + classifier) + ".jar";
    }

    @Override
    public int compareTo(Coordinates other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return group + ":" + artifact + ":" + version + (classifier.isEmpty() ? "" : ":" + classifier);
    }
}
