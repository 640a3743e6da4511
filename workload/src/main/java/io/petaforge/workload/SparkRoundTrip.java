package io.petaforge.workload;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.petaforge.workload.result.ResultLine;
import io.petaforge.workload.result.RoundTripResult.Versions;
import io.petaforge.workload.result.S3aKeys;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.util.VersionInfo;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.CollectionAccumulator;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Writes generated rows over S3A with all executors and through the committer that the cluster is configured with, reads
 * them back, and compares rows and checksums object by object: a committer that loses data does so without an
 * exception.
 *
 * <p>The rows go through Spark's Hadoop writer and a format without framing: on a small machine a columnar format would
 * measure its encoder. Each task writes or reads one object. The throughput is all bytes over the wall time of the whole
 * write (job set-up and job commit included) or read; the executors' first connections are made before.
 *
 * <p>Arguments: {@code --path s3a://BUCKET/PREFIX --executors N --slots N --objects N --object-size BYTES --row-size BYTES
 * --timeout SECONDS}; {@code slots} are the tasks that all executors together run at once. Started by spark-submit, which
 * brings the cluster's configuration and with it the credentials. What is at the path is deleted, before and after.
 */
public final class SparkRoundTrip {
    /** Bytes that every slot writes and reads before the measurement: S3A and TLS are then loaded and compiled. */
    private static final int WARMUP = 8 << 20;

    private static final long POLL_MILLIS = 50;

    private final Path path;
    private final int executors;
    private final int slots;
    private final int objects;
    private final long rows;
    private final int rowSize;
    private final RoundTripTally tally;

    private SparkRoundTrip(Arguments arguments) {
        path = new Path(arguments.text("path"));
        executors = arguments.count("executors");
        slots = arguments.count("slots");
        objects = arguments.count("objects");
        rowSize = arguments.count("row-size");
        long objectSize = arguments.number("object-size");
        if (objectSize % rowSize != 0) {
            throw new IllegalArgumentException("--object-size is not a multiple of --row-size");
        }
        rows = objectSize / rowSize;
        tally = new RoundTripTally(objects, objectSize, rowSize);
    }

    /** Runs the program; exits with 1 when the data did not come back as written, and with 2 on wrong arguments. */
    public static void main(String[] args) {
        SparkRoundTrip program;
        Duration limit;
        try {
            Arguments arguments = Arguments.parse(args);
            program = new SparkRoundTrip(arguments);
            limit = Duration.ofSeconds(arguments.number("timeout"));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        Deadline.start(limit, () -> {
            program.tally.problem("it did not end within " + limit.toSeconds() + " s");
            return program.tally.result();
        });
        program.report();
        System.out.println(ResultLine.of(program.tally.result()));
        System.exit(program.tally.sound() ? 0 : 1);
    }

    /** The edge of the program: whatever Spark throws, checked or not, becomes part of the result. */
    private void report() {
        try {
            run();
        } catch (Exception e) {
            e.printStackTrace();
            tally.problem(e.toString());
        }
    }

    private void run() throws IOException, InterruptedException {
        tally.phase("started Spark");
        try (JavaSparkContext spark = new JavaSparkContext(new SparkConf())) {
            Configuration settings = spark.hadoopConfiguration();
            tally.versions(
                    new Versions(
                            spark.version(),
                            scala.util.Properties.versionNumberString(),
                            VersionInfo.getVersion(),
                            Runtime.version().toString()),
                    S3aKeys.read(settings::get));
            FileSystem fs = path.getFileSystem(settings);
            fs.delete(path, true);
            awaitExecutors(spark);
            tally.startup(ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0);
            warmUp(spark, settings);
            write(spark, settings);
            tally.committer(committer(fs));
            read(spark, fs, settings);
            tally.phase("compared the data");
            tally.compare(executors);
            tally.phase("deleted the data");
            fs.delete(path, true);
        }
    }

    private void awaitExecutors(JavaSparkContext spark) throws InterruptedException {
        tally.phase("waited for " + executors + " executors");
        // The driver counts as one.
        while (spark.sc().statusTracker().getExecutorInfos().length <= executors) {
            Thread.sleep(POLL_MILLIS);
        }
    }

    private void warmUp(JavaSparkContext spark, Configuration settings) {
        tally.phase("made the executors' first connections");
        long begin = System.nanoTime();
        SerializableConfiguration shared = new SerializableConfiguration(settings);
        String directory = new Path(path, "warm-up").toString();
        int size = rowSize;
        numbers(spark, slots).foreach(number -> {
            Path file = new Path(directory, String.valueOf(number));
            FileSystem fs = file.getFileSystem(shared.value());
            try (var out = fs.create(file, true)) {
                new RowStream(number, WARMUP / size * (long) size, size).transferTo(out);
            }
            ObjectReader.read(number, file, size, shared.value());
            fs.delete(file, false);
        });
        tally.warmup(since(begin));
    }

    private void write(JavaSparkContext spark, Configuration settings) {
        tally.phase("wrote");
        CollectionAccumulator<ObjectDone> done = new CollectionAccumulator<>();
        spark.sc().register(done, "objects");
        long rowsEach = rows;
        int size = rowSize;
        long begin = System.nanoTime();
        numbers(spark, objects)
                .flatMapToPair(number -> new RowsToWrite(number, rowsEach, size, done))
                .saveAsNewAPIHadoopFile(
                        data().toString(), NullWritable.class, BytesWritable.class, RowsOutputFormat.class, settings);
        double seconds = since(begin);
        long end = System.currentTimeMillis();
        List<ObjectDone> objectsDone = List.copyOf(done.value());
        long lastTask =
                objectsDone.stream().mapToLong(ObjectDone::endMillis).max().orElse(end);
        tally.written(objectsDone, seconds, Math.max(0, end - lastTask) / 1000.0);
    }

    private void read(JavaSparkContext spark, FileSystem fs, Configuration settings) throws IOException {
        tally.phase("read back");
        long begin = System.nanoTime();
        List<String> files = new ArrayList<>();
        for (FileStatus status : fs.listStatus(data())) {
            if (status.getPath().getName().startsWith("part-")) {
                files.add(status.getPath().toString());
            }
        }
        if (files.isEmpty()) {
            tally.problem("there is no data, though the job was committed");
            return;
        }
        SerializableConfiguration shared = new SerializableConfiguration(settings);
        int size = rowSize;
        List<ObjectDone> done = spark.parallelize(files, files.size())
                .map(file -> ObjectReader.read(numberOf(file), new Path(file), size, shared.value()))
                .collect();
        tally.read(done, since(begin));
    }

    private Path data() {
        return new Path(path, "data");
    }

    private static JavaRDD<Integer> numbers(JavaSparkContext spark, int count) {
        return spark.parallelize(IntStream.range(0, count).boxed().toList(), count);
    }

    /** The partition that {@code part-r-00007} was written by. */
    private static int numberOf(String file) {
        return Integer.parseInt(file.substring(file.lastIndexOf('-') + 1));
    }

    /** S3A's own committers leave a JSON document as {@code _SUCCESS}, the classic one an empty file. */
    private String committer(FileSystem fs) throws IOException {
        Path success = new Path(data(), "_SUCCESS");
        if (!fs.exists(success)) {
            return "";
        }
        try (InputStream in = fs.open(success)) {
            return new ObjectMapper().readTree(in).path("committer").asText("");
        }
    }

    private static double since(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }
}
