package io.petaforge.spec;

import io.petaforge.api.ByteSize;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code spark}. */
final class SparkReader {
    /**
     * What a series of Spark was built with, from its release notes and POMs.
     *
     * @param scala binary versions it was published for, the usual one first
     * @param hadoop the Hadoop client it declares
     */
    private record Series(List<String> scala, String hadoop) {}

    private static final Map<String, Series> SERIES = new LinkedHashMap<>();

    static {
        SERIES.put("3.5", new Series(List.of("2.12", "2.13"), "3.3.4"));
        SERIES.put("4.0", new Series(List.of("2.13"), "3.4.1"));
        SERIES.put("4.1", new Series(List.of("2.13"), "3.4.2"));
        SERIES.put("4.2", new Series(List.of("2.13"), "3.5.0"));
    }

    private static final String DEFAULT_VERSION = "4.1.2";
    private static final Pattern VERSION = Pattern.compile("\\d+\\.\\d+\\.\\d+([.-][A-Za-z0-9]+)*");
    private static final Pattern SCALA = Pattern.compile("\\d+\\.\\d+");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    /** Below 450 MiB of heap Spark refuses to start (UnifiedMemoryManager: 1.5 times the 300 MiB it reserves). */
    private static final ByteSize LEAST_MEMORY = ByteSize.ofMiB(450);

    private static final SparkSpec.Size DEFAULT_EXECUTOR = new SparkSpec.Size(1, ByteSize.ofGiB(1));

    private SparkReader() {}

    /** The Spark section; a default stands in for what cannot be read. */
    static SparkSpec read(Fields fields, Path directory, Problems problems) {
        String version = fields.value("version", version("Spark", DEFAULT_VERSION), DEFAULT_VERSION);
        Series series = series(version, fields, problems);
        String scala = fields.value(
                "scala",
                Forms.matching(
                        InventoryCode.NAME,
                        SCALA,
                        "a binary version of Scala",
                        "Write its first two numbers, such as \"2.13\"."),
                series.scala().get(0));
        if (problems.certain(fields.path("version"), fields.path("scala"))
                && !series.scala().contains(scala)) {
            problems.conflict(
                    InventoryCode.VERSIONS,
                    fields.path("scala"),
                    "Spark " + version + " was never published for Scala " + scala,
                    "Write " + Forms.alternatives(series.scala()) + ", or leave the key out.");
        }
        Optional<SparkSpec.Size> worker = fields.has("worker")
                ? Optional.of(size(fields.section("worker", "spark.worker"), true))
                : Optional.empty();
        return new SparkSpec(
                version,
                scala,
                fields.value("hadoop", version("Hadoop", series.hadoop()), series.hadoop()),
                fields.get("source").map(c -> source(c, directory)).orElse(new SparkSpec.Source.MavenCentral()),
                size(fields.section("executor", "spark.executor"), false),
                worker,
                new Settings().read(fields));
    }

    private static Form<String> version(String product, String example) {
        return Forms.matching(
                InventoryCode.NAME,
                VERSION,
                "a full version of " + product,
                "Write all three numbers, such as " + example + ".");
    }

    private static Series series(String version, Fields fields, Problems problems) {
        Series fallback = new Series(List.of("2.13"), "3.4.2");
        String name = version.substring(0, version.indexOf('.', version.indexOf('.') + 1));
        Series series = SERIES.get(name);
        if (series != null) {
            return series;
        }
        problems.unreadable(
                InventoryCode.VERSIONS,
                fields.path("version"),
                "Spark " + version + " is of a series that petaforge cannot put together",
                "Use a release of " + Forms.alternatives(SERIES.keySet()) + "; " + DEFAULT_VERSION
                        + " is the default.");
        return fallback;
    }

    private static SparkSpec.Source source(Cursor cursor, Path directory) {
        SparkSpec.Source maven = new SparkSpec.Source.MavenCentral();
        if (cursor.isScalar()) {
            return cursor.<SparkSpec.Source>value(text -> {
                        if (!text.equals("maven-central")) {
                            throw new BadValue(
                                    InventoryCode.WORD,
                                    "'" + text + "' is not a source of Spark",
                                    "Write maven-central, or '{tarball: <path or address>, sha256: <checksum>}'.");
                        }
                        return maven;
                    })
                    .orElse(maven);
        }
        Fields fields = cursor.fields("spark.source");
        Optional<String> tarball = fields.require("tarball", "Name the tarball's path or address.")
                .flatMap(c -> c.value(text -> text.contains("://")
                        ? References.url("a tarball", "https://example.com/spark-4.1.2-bin-hadoop3.tgz")
                                .read(text)
                        : References.path(directory).read(text).toString()));
        Optional<String> sha256 = fields.require(
                        "sha256", "Give its checksum, as 'sha256sum' prints it: what arrives is compared with it.")
                .flatMap(c -> c.value(Forms.matching(
                        InventoryCode.REFERENCE,
                        SHA256,
                        "a SHA-256 checksum",
                        "Write the 64 lower-case hexadecimal digits that 'sha256sum' prints.")));
        return tarball.<SparkSpec.Source>flatMap(t -> sha256.map(s -> new SparkSpec.Source.Tarball(t, s)))
                .orElse(maven);
    }

    private static SparkSpec.Size size(Fields fields, boolean both) {
        if (both) {
            fields.require("cores", "Say how many cores the worker offers, or leave out 'worker'.");
            fields.require("memory", "Say how much memory the worker offers, or leave out 'worker'.");
        }
        return new SparkSpec.Size(
                fields.whole("cores", 1, 1024, DEFAULT_EXECUTOR.cores()),
                fields.value("memory", SparkReader::memory, DEFAULT_EXECUTOR.memory()));
    }

    private static ByteSize memory(String text) throws BadValue {
        ByteSize memory = Forms.size().read(text);
        if (memory.compareTo(LEAST_MEMORY) < 0) {
            throw new BadValue(
                    InventoryCode.NUMBER,
                    memory + " is too little: Spark does not start an executor with less than " + LEAST_MEMORY,
                    "Write 512MiB or more.");
        }
        return memory;
    }

    /** Lines of spark-defaults.conf. */
    private static final class Settings extends SettingsReader {
        /** What the plan and the S3A probe decide. */
        private static final Set<String> OURS = Set.of(
                "spark.master",
                "spark.authenticate",
                "spark.local.dir",
                "spark.eventLog.dir",
                "spark.history.fs.logDirectory",
                "spark.hadoop.fs.s3a.endpoint",
                "spark.hadoop.fs.s3a.path.style.access");

        private static final Set<String> LOSING_COMMITTERS = Set.of("directory", "partitioned");

        @Override
        String canonical(String name) {
            return name;
        }

        @Override
        void check(String name, String value) throws BadValue {
            if (!name.matches("spark\\.[A-Za-z0-9._-]+")) {
                throw new BadValue(
                        InventoryCode.SETTING,
                        "'" + name + "' is not the name of a Spark setting",
                        "Begin it with 'spark.'; Hadoop's own settings begin with 'spark.hadoop.'.");
            }
            if (OURS.contains(name)) {
                throw new BadValue(
                        InventoryCode.SETTING, "petaforge decides this setting itself", "Remove it from 'settings'.");
            }
            if (name.equals("spark.hadoop.fs.s3a.committer.name") && LOSING_COMMITTERS.contains(value)) {
                throw new BadValue(
                        InventoryCode.SETTING,
                        "without a file system shared by all workers the committer '" + value
                                + "' loses all output without an error",
                        "Remove it; the magic committer is the default.");
            }
        }
    }
}
