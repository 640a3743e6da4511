package io.petaforge.workload;

import io.petaforge.workload.result.BaselineResult;
import io.petaforge.workload.result.ResultLine;
import io.petaforge.workload.result.Transfer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The measure that S3A is compared with: a raw S3 client that PUTs and GETs whole objects, from every worker host at the
 * same time, with as many requests in flight as Spark has tasks there.
 *
 * <p>The client is the AWS SDK that S3A itself uses, with its Apache HTTP client. So the ratio shows what S3A, the
 * committer and Spark cost, and not the difference between two TLS implementations; and it runs wherever the Spark
 * distribution is, with nothing to install. A C client (curl with {@code --aws-sigv4}) has a cheaper TLS and no warm-up,
 * but cannot checksum what it reads without a second process per object, and its signing of uploads differs between the
 * versions that Debian 12 and Ubuntu 24.04 ship.
 *
 * <p>The hosts meet at barriers, which are objects in the bucket: no clock has to agree and nobody has to conduct. The
 * JVM's start and a warm-up of the connections lie before the first barrier and are in no figure.
 *
 * <p>Arguments: {@code --endpoint URL --region R --bucket B --prefix P --host NAME --peers N --threads N
 * --objects-per-thread N --object-size BYTES --row-size BYTES --timeout SECONDS}. Credentials: see {@link S3Keys}. The host's objects are deleted at the end; the barriers'
 * few bytes are left to whoever removes the prefix.
 */
public final class RawS3Baseline {
    /** Each thread moves this much before the measurement: enough for the JIT to have compiled TLS and copy loops. */
    private static final int WARMUP = 8 << 20;

    private final Arguments arguments;
    private final S3Keys keys;
    private final String host;
    private final int threads;
    private final int objectsPerThread;
    private final long objectSize;
    private final Map<String, Integer> written = new ConcurrentHashMap<>();
    private final List<String> problems = Collections.synchronizedList(new ArrayList<>());
    private final List<Long> micros = Collections.synchronizedList(new ArrayList<>());
    private volatile String client = "";
    private volatile double startup;
    private volatile Transfer write = Transfer.NONE;
    private volatile Transfer read = Transfer.NONE;

    private RawS3Baseline(Arguments arguments) {
        this.arguments = arguments;
        keys = S3Keys.find(System.getenv());
        host = arguments.text("host");
        threads = arguments.count("threads");
        objectsPerThread = arguments.count("objects-per-thread");
        objectSize = arguments.number("object-size");
    }

    /** Runs the program; exits with 1 when an object did not come back as written, and with 2 on wrong arguments. */
    public static void main(String[] args) throws InterruptedException {
        RawS3Baseline program;
        Duration limit;
        try {
            Arguments arguments = Arguments.parse(args);
            program = new RawS3Baseline(arguments);
            limit = Duration.ofSeconds(arguments.number("timeout"));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        Deadline.start(limit, () -> {
            program.problems.add("did not end within " + limit.toSeconds() + " s");
            return program.result();
        });
        program.run();
        System.out.println(ResultLine.of(program.result()));
        System.exit(program.problems.isEmpty() ? 0 : 1);
    }

    private void run() throws InterruptedException {
        try (RawStore store = RawStore.open(
                URI.create(arguments.text("endpoint")),
                arguments.text("region"),
                arguments.text("bucket"),
                keys,
                threads)) {
            String prefix = arguments.text("prefix") + "/raw/";
            Barrier barrier = new Barrier(store, prefix + "barrier/", host, arguments.count("peers"));
            int rowSize = arguments.count("row-size");
            client = store.client();
            store.ensureBucket();
            onAllThreads(thread -> {
                String key = prefix + host + "/warm-up/" + thread;
                store.put(key, new RowStream(thread, WARMUP, rowSize));
                store.get(key);
                store.delete(List.of(key));
                return 0L;
            });
            startup = ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0;
            barrier.await("ready");
            write = measure(thread -> each(thread, prefix, (key, number) -> {
                written.put(key, store.put(key, new RowStream(number, objectSize, rowSize)));
            }));
            barrier.await("written");
            read = measure(thread -> each(thread, prefix, (key, number) -> {
                RawStore.Content content = store.get(key);
                if (content.bytes() != objectSize
                        || !Integer.valueOf(content.checksum()).equals(written.get(key))) {
                    problems.add(key + ": " + objectSize + " bytes written, " + content.bytes()
                            + " read, and the checksum differs");
                }
            }));
            barrier.await("read");
            store.delete(List.copyOf(written.keySet()));
        } catch (IOException e) {
            problems.add(e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    private interface ThreadWork {
        /** Does a thread's part and gives the bytes it moved. */
        long run(int thread) throws IOException;
    }

    private interface ObjectWork {
        void run(String key, int number) throws IOException;
    }

    private long each(int thread, String prefix, ObjectWork work) throws IOException {
        for (int i = 0; i < objectsPerThread; i++) {
            int number = thread * objectsPerThread + i;
            long begin = System.nanoTime();
            work.run(prefix + host + "/" + number, number);
            micros.add((System.nanoTime() - begin) / 1000);
        }
        return objectsPerThread * objectSize;
    }

    private Transfer measure(ThreadWork work) throws IOException, InterruptedException {
        micros.clear();
        long begin = System.nanoTime();
        long bytes = onAllThreads(work);
        return new Transfer(bytes, (System.nanoTime() - begin) / 1e9, List.copyOf(micros));
    }

    private long onAllThreads(ThreadWork work) throws IOException, InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Long>> futures = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int thread = i;
                futures.add(pool.submit(() -> work.run(thread)));
            }
            long bytes = 0;
            for (Future<Long> future : futures) {
                bytes += future.get();
            }
            return bytes;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IOException(String.valueOf(e.getCause()), e);
        } finally {
            pool.shutdownNow();
        }
    }

    private BaselineResult result() {
        return new BaselineResult(host, client, threads, objectSize, startup, write, read, List.copyOf(problems));
    }
}
