package io.petaforge.spark.dist;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Exactly what a distribution consists of. The text is the same for the same content, whoever wrote it, and its SHA-256
 * is the distribution's id.
 *
 * @param versions what was asked for
 * @param sdk the AWS SDK release that this Hadoop's project POM declares
 * @param tarball SHA-256 of the upstream tarball that the rest was taken from
 * @param entries every jar, in the order of the coordinates
 */
public record LockFile(SparkVersions versions, String sdk, Optional<String> tarball, List<Entry> entries) {
    private static final String TITLE = "# petaforge spark lock, format 1: coordinates, sha256, bytes";
    private static final String NO_TARBALL = "maven";

    /**
     * One file.
     *
     * @param coordinates what names it
     * @param sha256 lower-case hexadecimal
     * @param size in bytes
     */
    public record Entry(Coordinates coordinates, String sha256, long size) implements Comparable<Entry> {
        public Entry {
            requireNonNull(coordinates, "coordinates");
            if (!sha256.matches("[0-9a-f]{64}")) {
                throw new IllegalArgumentException("not a SHA-256: '" + sha256 + "'");
            }
        }

        @Override
        public int compareTo(Entry other) {
            return coordinates.compareTo(other.coordinates);
        }
    }

    public LockFile {
        requireNonNull(versions, "versions");
        requireNonNull(sdk, "sdk");
        requireNonNull(tarball, "tarball");
        entries = List.copyOf(new TreeSet<>(entries));
    }

    /**
     * Reads what {@link #render} wrote.
     *
     * @throws IllegalArgumentException when the text is not a lock file; the message names the line
     */
    public static LockFile parse(String text) {
        String[] lines = text.split("\n");
        // set <spark> <scala> <hadoop> <sdk> <sha256 of the tarball, or "maven">
        String[] head = lines.length < 2 ? new String[0] : lines[1].split(" ");
        if (!lines[0].equals(TITLE) || head.length != 6 || !head[0].equals("set")) {
            throw new IllegalArgumentException("line 1: not a Spark lock file of format 1");
        }
        List<Entry> entries = new ArrayList<>();
        for (int i = 2; i < lines.length; i++) {
            String[] fields = lines[i].split(" ");
            try {
                if (fields.length != 3) {
                    throw new IllegalArgumentException("expected coordinates, sha256 and bytes");
                }
                entries.add(new Entry(Coordinates.parse(fields[0]), fields[1], Long.parseLong(fields[2])));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("line " + (i + 1) + ": " + e.getMessage(), e);
            }
        }
        return new LockFile(
                new SparkVersions(head[1], head[2], head[3]),
                head[4],
                Optional.of(head[5]).filter(sum -> !sum.equals(NO_TARBALL)),
                entries);
    }

    /** The text of the file. */
    public String render() {
        StringBuilder text = new StringBuilder(TITLE)
                .append("\nset ")
                .append(versions.spark())
                .append(' ')
                .append(versions.scala())
                .append(' ')
                .append(versions.hadoop())
                .append(' ')
                .append(sdk)
                .append(' ')
                .append(tarball.orElse(NO_TARBALL))
                .append('\n');
        for (Entry entry : entries) {
            text.append(entry.coordinates())
                    .append(' ')
                    .append(entry.sha256())
                    .append(' ')
                    .append(entry.size())
                    .append('\n');
        }
        return text.toString();
    }

    /** The identity: SHA-256 over the text, lower-case hexadecimal. */
    public String id() {
        return Sha256.of(render());
    }

    /** The sum of all files in bytes. */
    public long totalBytes() {
        return entries.stream().mapToLong(Entry::size).sum();
    }

    /** The coordinates alone. */
    public List<Coordinates> coordinates() {
        return entries.stream().map(Entry::coordinates).toList();
    }
}
