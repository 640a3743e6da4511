package io.petaforge.workload;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.MapOutputTrackerMaster;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.MapStatus;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import scala.Tuple2;
import scala.jdk.javaapi.CollectionConverters;

/**
 * A sum whose tasks take their time and read what a shuffle left on every executor: whoever loses one of them computes parts
 * again. Prints {@code SHUFFLED} when the shuffle's data are written, and {@code RESULT} with what became of it at the end.
 * When a host's executors have left, the shuffle is read once more, and it is told how many of its parts have moved.
 *
 * <p>Arguments: tasks, milliseconds of each, executors to wait for, seconds to wait for a host's executors to leave, and
 * perhaps a file: until it is there, the sum is computed again and again, and has to be the same.
 */
public final class ShuffledSum {
    private static final int KEYS = 1000;
    private static final int NUMBERS = 200_000;

    private ShuffledSum() {}

    /** What the scheduler tells: anything that a lost executor would have made it do. */
    private static final class Losses extends SparkListener {
        private final AtomicInteger failed = new AtomicInteger();
        private final AtomicInteger repeated = new AtomicInteger();
        private final Map<String, String> hosts = new TreeMap<>();
        private final Map<String, String> removed = new TreeMap<>();

        @Override
        public void onTaskEnd(SparkListenerTaskEnd end) {
            if (!end.taskInfo().successful()) {
                failed.incrementAndGet();
                System.out.println("task failed: " + end.reason());
            }
        }

        @Override
        public void onStageSubmitted(SparkListenerStageSubmitted submitted) {
            if (submitted.stageInfo().attemptNumber() > 0) {
                repeated.incrementAndGet();
            }
        }

        @Override
        public synchronized void onExecutorAdded(SparkListenerExecutorAdded added) {
            hosts.put(added.executorId(), added.executorInfo().executorHost());
        }

        synchronized void runs(String executor, String hostAndPort) {
            if (!executor.equals("driver")) {
                hosts.putIfAbsent(executor, hostAndPort.substring(0, (hostAndPort + ":").indexOf(':')));
            }
        }

        @Override
        public synchronized void onExecutorRemoved(SparkListenerExecutorRemoved gone) {
            removed.put(gone.executorId(), hosts.getOrDefault(gone.executorId(), "?"));
            System.out.println("executor " + gone.executorId() + " left: " + gone.reason());
        }

        /** Hosts without executors that have had some. */
        synchronized Set<String> left() {
            Set<String> left = new TreeSet<>(removed.values());
            hosts.forEach((executor, host) -> {
                if (!removed.containsKey(executor)) {
                    left.remove(host);
                }
            });
            return left;
        }

        synchronized String line() {
            return "failed=" + failed + " repeated=" + repeated + " left="
                    + String.join(",", new TreeSet<>(removed.values()));
        }
    }

    /** How many parts of shuffles each host has, as those who read them are told. */
    private static Map<String, Integer> parts() {
        Map<String, Integer> parts = new TreeMap<>();
        MapOutputTrackerMaster tracker = (MapOutputTrackerMaster) SparkEnv.get().mapOutputTracker();
        CollectionConverters.asJava(tracker.shuffleStatuses()).values().forEach(shuffle -> {
            for (MapStatus part : shuffle.mapStatuses()) {
                if (part != null) {
                    parts.merge(part.location().host(), 1, Integer::sum);
                }
            }
        });
        return parts;
    }

    private static long sum(JavaPairRDD<Integer, Long> sums, int millis) {
        return sums.mapPartitions(pairs -> {
                    Thread.sleep(millis);
                    long part = 0;
                    while (pairs.hasNext()) {
                        part += pairs.next()._2();
                    }
                    return java.util.List.of(part).iterator();
                })
                .reduce(Long::sum);
    }

    /** Runs it. */
    public static void main(String[] arguments) throws InterruptedException {
        int tasks = Integer.parseInt(arguments[0]);
        int millis = Integer.parseInt(arguments[1]);
        int executors = Integer.parseInt(arguments[2]);
        int seconds = Integer.parseInt(arguments[3]);
        Losses losses = new Losses();
        try (JavaSparkContext spark = new JavaSparkContext(new SparkConf())) {
            spark.sc().addSparkListener(losses);
            // The driver counts as one.
            while (spark.sc().statusTracker().getExecutorInfos().length <= executors) {
                Thread.sleep(100);
            }
            // Some were there before anybody listened.
            CollectionConverters.asJava(spark.sc().statusStore().executorList(true))
                    .forEach(executor -> losses.runs(executor.id(), executor.hostPort()));
            JavaPairRDD<Integer, Long> sums = spark.parallelize(
                            IntStream.range(0, NUMBERS).boxed().collect(Collectors.toList()), tasks)
                    .mapToPair(number -> new Tuple2<>(number % KEYS, (long) number))
                    .reduceByKey(Long::sum, tasks);
            long keys = sums.count();
            System.out.println("SHUFFLED");
            Map<String, Integer> before = parts();
            long sum = sum(sums, millis);
            while (arguments.length > 4 && !Files.exists(Path.of(arguments[4]))) {
                long same = sum(sums, millis);
                if (same != sum) {
                    throw new IllegalStateException("the sum was " + sum + " and is " + same);
                }
            }
            for (int waited = 0; losses.left().isEmpty() && waited < 10 * seconds; waited++) {
                Thread.sleep(100);
            }
            long again = sums.count();
            Map<String, Integer> after = parts();
            int moved = losses.left().stream()
                    .mapToInt(host -> before.getOrDefault(host, 0) - after.getOrDefault(host, 0))
                    .sum();
            System.out.println("RESULT keys=" + keys + " sum=" + sum + " again=" + again + " " + losses.line()
                    + " moved=" + moved);
        }
    }
}
