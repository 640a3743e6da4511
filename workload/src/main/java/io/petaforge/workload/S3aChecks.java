package io.petaforge.workload;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.BulkDelete;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileRange;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.JobID;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.TaskID;
import org.apache.hadoop.mapreduce.TaskType;
import org.apache.hadoop.mapreduce.lib.output.FileOutputFormat;
import org.apache.hadoop.mapreduce.lib.output.PathOutputCommitter;
import org.apache.hadoop.mapreduce.lib.output.PathOutputCommitterFactory;
import org.apache.hadoop.mapreduce.task.JobContextImpl;
import org.apache.hadoop.mapreduce.task.TaskAttemptContextImpl;
import org.apache.hadoop.util.functional.FutureIO;

/** The single questions of the probe. Each one fails with an exception that says what was found instead. */
final class S3aChecks {
    private static final int ROW = 64 * 1024;
    /** Two whole parts of 5 MiB and a rest. */
    private static final long SEVERAL_PARTS = 11L << 20;
    /** The option of Hadoop 3.4.2 that makes a create fail, at the store, when the object is there. */
    private static final String CONDITIONAL = "fs.option.create.conditional.overwrite";

    /** One question. */
    interface Body {
        void run() throws IOException;
    }

    private final FileSystem fs;
    private final Path directory;

    S3aChecks(FileSystem fs, Path directory) {
        this.fs = fs;
        this.directory = directory;
    }

    void zeroByte() throws IOException {
        Path file = new Path(directory, "empty");
        fs.create(file, true).close();
        expectLength(file, 0);
    }

    void mkdirs() throws IOException {
        Path deep = new Path(directory, "one/two/three");
        fs.mkdirs(deep);
        expect(fs.getFileStatus(deep).isDirectory(), "the directory is not there after mkdirs");
        expect(fs.listStatus(deep).length == 0, "a new directory is not empty");
    }

    void roundTrip() throws IOException {
        Path file = new Path(directory, "small");
        write(file, 1, 1 << 20);
        expectContent(file, 1, 1 << 20);
    }

    void multipart() throws IOException {
        Path file = parts();
        write(file, 2, SEVERAL_PARTS);
        expectContent(file, 2, SEVERAL_PARTS);
    }

    /** Reads three ranges of the multipart object at once, one of them across a part's end. */
    void vectoredRead() throws IOException {
        long[] offsets = {0, (5L << 20) - 1000, SEVERAL_PARTS - ROW};
        List<FileRange> ranges = new ArrayList<>();
        for (long offset : offsets) {
            ranges.add(FileRange.createFileRange(offset, ROW));
        }
        byte[] whole = new RowStream(2, SEVERAL_PARTS, ROW).readAllBytes();
        try (FSDataInputStream in = fs.open(parts())) {
            in.readVectored(ranges, ByteBuffer::allocate);
            for (FileRange range : ranges) {
                ByteBuffer found = FutureIO.awaitFuture(range.getData());
                int from = (int) range.getOffset();
                expect(
                        found.equals(ByteBuffer.wrap(Arrays.copyOfRange(whole, from, from + ROW))),
                        "the range at " + from + " differs");
            }
        }
    }

    /** To a name with a space, which one of the signers of older clients cannot sign. */
    void rename() throws IOException {
        Path source = new Path(directory, "before");
        Path target = new Path(directory, "after the rename");
        write(source, 3, ROW);
        expect(fs.rename(source, target), "rename says that it did nothing");
        expect(!fs.exists(source), "the source is still there after the rename");
        expectContent(target, 3, ROW);
    }

    void multiDelete() throws IOException {
        Path tree = new Path(directory, "tree");
        for (int i = 0; i < 3; i++) {
            write(new Path(tree, "file-" + i), i, ROW);
        }
        expect(fs.delete(tree, true), "delete says that it did nothing");
        expect(!fs.exists(tree), "the directory is still there after the delete");
    }

    void bulkDelete() throws IOException {
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            files.add(new Path(directory, "bulk-" + i));
            write(files.get(i), i, ROW);
        }
        try (BulkDelete bulk = fs.createBulkDelete(directory)) {
            for (int from = 0; from < files.size(); from += bulk.pageSize()) {
                List<Map.Entry<Path, String>> failed =
                        bulk.bulkDelete(files.subList(from, Math.min(from + bulk.pageSize(), files.size())));
                expect(failed.isEmpty(), "could not delete " + failed);
            }
        }
        for (Path file : files) {
            expect(!fs.exists(file), file + " is still there after the bulk delete");
        }
    }

    /** The store itself must refuse the second create: two jobs that both saw nothing there must not both succeed. */
    void conditionalCreate() throws IOException {
        Path file = new Path(directory, "only-once");
        try {
            conditional(file);
        } catch (IllegalArgumentException e) {
            throw new UnsupportedOperationException(e.getMessage(), e);
        }
        try {
            conditional(file);
        } catch (IOException e) {
            return;
        }
        throw new IOException("the store let the second create replace the first");
    }

    private void conditional(Path file) throws IOException {
        FSDataOutputStreamBuilder<?, ?> builder = fs.createFile(file).overwrite(true);
        builder.must(CONDITIONAL, true);
        try (FSDataOutputStream out = builder.build()) {
            out.write(1);
        }
    }

    /** A job of one task, through the calls that Spark makes. */
    void magicCommitter() throws IOException {
        Path output = new Path(directory, "job");
        Configuration settings = new Configuration(fs.getConf());
        settings.set(FileOutputFormat.OUTDIR, output.toString());
        JobID id = new JobID("petaforge", 1);
        TaskAttemptID attempt = new TaskAttemptID(new TaskID(id, TaskType.REDUCE, 0), 0);
        settings.set("mapreduce.job.id", id.toString());
        settings.set("mapreduce.task.attempt.id", attempt.toString());
        JobContext job = new JobContextImpl(settings, id);
        TaskAttemptContext task = new TaskAttemptContextImpl(settings, attempt);
        PathOutputCommitter committer = PathOutputCommitterFactory.createCommitter(output, task);
        committer.setupJob(job);
        committer.setupTask(task);
        write(new Path(committer.getWorkPath(), "part-r-00000"), 4, ROW);
        Path part = new Path(output, "part-r-00000");
        expect(!fs.exists(part), "the part can be seen before its commit");
        expect(committer.needsTaskCommit(task), "the committer sees nothing to commit");
        committer.commitTask(task);
        committer.commitJob(job);
        expectContent(part, 4, ROW);
        try (InputStream success = fs.open(new Path(output, "_SUCCESS"))) {
            String name = new ObjectMapper().readTree(success).path("committer").asText("");
            expect(name.equals("magic"), "_SUCCESS names the committer '" + name + "'");
        } catch (FileNotFoundException e) {
            throw new IOException("the job's commit left no _SUCCESS", e);
        }
    }

    private Path parts() {
        return new Path(directory, "parts");
    }

    private void write(Path file, int number, long length) throws IOException {
        try (FSDataOutputStream out = fs.create(file, true)) {
            new RowStream(number, length, ROW).transferTo(out);
        }
    }

    private void expectContent(Path file, int number, long length) throws IOException {
        expectLength(file, length);
        try (InputStream in = fs.open(file)) {
            expect(
                    checksum(in) == checksum(new RowStream(number, length, ROW)),
                    file + " differs from what was written");
        }
    }

    private void expectLength(Path file, long length) throws IOException {
        long found = fs.getFileStatus(file).getLen();
        expect(found == length, file + " has " + found + " bytes, " + length + " were written");
    }

    private static long checksum(InputStream in) throws IOException {
        CRC32C checksum = new CRC32C();
        byte[] buffer = new byte[ROW];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            checksum.update(buffer, 0, n);
        }
        return checksum.getValue();
    }

    private static void expect(boolean condition, String otherwise) throws IOException {
        if (!condition) {
            throw new IOException(otherwise);
        }
    }
}
