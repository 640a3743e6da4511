package io.petaforge.spark.dist;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Jars that are small text files in a directory. Counts how often it was asked. */
final class FakeJars implements JarSource {
    static final List<String> S3A = List.of(
            "org.apache.spark:spark-hadoop-cloud_2.13:4.1.2",
            "org.apache.hadoop:hadoop-aws:3.4.2",
            "software.amazon.awssdk:s3:2.29.52",
            "software.amazon.awssdk:s3-transfer-manager:2.29.52",
            "software.amazon.awssdk:sts:2.29.52",
            "software.amazon.awssdk:apache-client:2.29.52",
            "software.amazon.awssdk:netty-nio-client:2.29.52");
    static final List<String> SPARK = List.of(
            "org.apache.spark:spark-core_2.13:4.1.2",
            "org.apache.hadoop:hadoop-client-api:3.4.2",
            "org.apache.hadoop:hadoop-client-runtime:3.4.2",
            "org.apache.commons:commons-lang3:3.19.0",
            "one.group:twin:1",
            "other.group:twin:1");

    private final Path directory;
    int asked;

    FakeJars(Path directory) {
        this.directory = directory;
    }

    @Override
    public Resolved resolve(SparkVersions versions, Scope scope) {
        List<String> names = new ArrayList<>(S3A);
        if (scope == Scope.WHOLE) {
            names.addAll(SPARK);
        }
        return new Resolved(
                fetch(versions, names.stream().map(Coordinates::parse).toList()), "2.29.52");
    }

    @Override
    public List<Jar> fetch(SparkVersions versions, List<Coordinates> coordinates) {
        asked++;
        return coordinates.stream().map(c -> new Jar(c, file(c))).toList();
    }

    Path file(Coordinates coordinates) {
        Path file = directory.resolve(coordinates.toString().replace(':', '_'));
        try {
            if (!Files.exists(file)) {
                Files.writeString(file, "content of " + coordinates);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }
}
