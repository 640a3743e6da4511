package io.petaforge.cloud.aws;

import io.petaforge.api.ClusterRequest;
import io.petaforge.api.MachineRequest;
import io.petaforge.api.Pause;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * What machines cost in calls of EC2 and in time, on moto: one row for each number of machines. Moto's machines run at once,
 * so that the script says "pending" of them for some ticks, as EC2's are for half a minute.
 */
final class AllocationBench {
    /** Describes that show machines which do not run yet: as many ticks of waiting. */
    private static final int PENDING = 6;

    private AllocationBench() {}

    public static void main(String[] arguments) throws Exception {
        boolean verbose = List.of(arguments).contains("-v");
        if (!Moto.present()) {
            throw new IOException("moto cannot be installed");
        }
        for (String count : arguments) {
            if (!count.equals("-v")) {
                measure(Integer.parseInt(count), verbose);
            }
        }
    }

    /** Hours pass in a moment; at each wait it is noted how many requests there were. */
    private static final class Ticks implements Pause {
        private final Site.FastPause time = new Site.FastPause();
        private final List<Integer> requests = new ArrayList<>();
        private final Between between;

        private Ticks(Between between) {
            this.between = between;
        }

        @Override
        public void sleep(Duration duration) {
            requests.add(between.forms().size());
            time.sleep(duration);
        }

        @Override
        public Clock clock() {
            return time.clock();
        }

        /** The most requests between one wait and the next. */
        private int most() {
            int most = 0;
            for (int at = 1; at < requests.size(); at++) {
                most = Math.max(most, requests.get(at) - requests.get(at - 1));
            }
            return most;
        }
    }

    private static void measure(int machines, boolean verbose) throws Exception {
        AtomicInteger seen = new AtomicInteger();
        Path state = Files.createTempDirectory("bench");
        try (Moto moto = Moto.start();
                Rewritten starting =
                        Rewritten.of(moto.address(), List.of(), (fields, answer) -> starting(fields, answer, seen));
                Between between = Between.of(starting.address())) {
            Ticks ticks = new Ticks(between);
            try (AwsSubstrate aws = new AwsSubstrate(
                    Site.settings(between.address()), Site.KEY, state, Site.NOBODY, ticks, call -> {})) {
                ClusterRequest request = request(machines);
                // The first connection and jclouds' own start are no part of it.
                aws.preflight(request);
                int before = between.forms().size();
                long begun = System.nanoTime();
                aws.acquire(request, call -> {});
                double made = (System.nanoTime() - begun) / 1e9;
                List<String> allocating =
                        between.forms().subList(before, between.forms().size());
                int most = ticks.most();
                int waits = ticks.requests.size();
                begun = System.nanoTime();
                int remaining =
                        aws.release(request.cluster(), call -> {}).remaining().size();
                double back = (System.nanoTime() - begun) / 1e9;
                if (remaining > 0 || aws.orphans(request.cluster()).size() > 0) {
                    throw new IllegalStateException("not all was given back");
                }
                System.out.printf(
                        "%d %d %d %d %d %d %.1f %d %.1f%n",
                        machines,
                        allocating.size(),
                        allocating.stream()
                                .filter(form -> !form.startsWith("Action=Describe"))
                                .count(),
                        allocating.stream()
                                .filter(form -> form.startsWith("Action=RunInstances"))
                                .count(),
                        waits,
                        most,
                        made,
                        between.forms().size() - before - allocating.size(),
                        back);
                if (verbose) {
                    Map<String, Long> actions = allocating.stream()
                            .map(form -> form.replaceAll("^Action=(\\w+).*", "$1"))
                            .collect(Collectors.groupingBy(action -> action, TreeMap::new, Collectors.counting()));
                    System.err.println(machines + ": " + actions);
                }
            }
        } finally {
            try (var files = Files.walk(state)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static byte[] starting(Map<String, String> fields, byte[] answer, AtomicInteger seen) {
        String text = new String(answer, StandardCharsets.UTF_8);
        if (fields.get("Action").equals("DescribeAccountAttributes")) {
            // Moto's accounts are new ones, of twenty machines.
            return text.replace("<attributeValue>20</attributeValue>", "<attributeValue>1000</attributeValue>")
                    .getBytes(StandardCharsets.UTF_8);
        }
        boolean shows = fields.get("Action").equals("DescribeInstances") && text.contains("<name>running</name>");
        if (!shows || seen.incrementAndGet() > PENDING) {
            return answer;
        }
        return text.replace("<name>running</name>", "<name>pending</name>").getBytes(StandardCharsets.UTF_8);
    }

    /** Storage machines, as many in each of three racks as can be. */
    private static ClusterRequest request(int machines) {
        List<MachineRequest> all = Site.request("bench", (machines + 2) / 3).machines().stream()
                .filter(machine -> machine.group().equals("storage"))
                .limit(machines)
                .toList();
        return new ClusterRequest("bench", all, List.of());
    }
}
