package io.petaforge.network;

import io.petaforge.network.capacity.FailureAnalysis;
import io.petaforge.network.dc.DataCenterPlan;
import io.petaforge.network.dc.DataCenterPlanner;
import io.petaforge.network.dc.DataCenterRequest;
import io.petaforge.network.dc.DcRequests;
import io.petaforge.network.dc.Design;
import io.petaforge.network.render.Renderings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Plans, analyses and renders a network of so many racks of 40 hosts once, in a fresh JVM, and prints one line: racks,
 * hosts, seconds for each part, files, MB of text, peak resident memory in MiB. See tests/bench/network.
 */
public final class NetworkBench {
    private NetworkBench() {}

    /** The arguments are racks, hosts of each rack and the design, such as {@code 250 40 L3_HOST}. */
    public static void main(String[] arguments) throws IOException {
        int racks = Integer.parseInt(arguments[0]);
        DataCenterRequest request =
                DcRequests.of(Design.valueOf(arguments[2]), racks, Integer.parseInt(arguments[1]), 2);
        long start = System.nanoTime();
        DataCenterPlan plan = DataCenterPlanner.plan(request);
        long planned = System.nanoTime();
        AtomicLong files = new AtomicLong();
        AtomicLong characters = new AtomicLong();
        Renderings.write(plan, Map.of(), (path, text) -> {
            files.incrementAndGet();
            characters.addAndGet(text.length());
        });
        long rendered = System.nanoTime();
        FailureAnalysis analysis = FailureAnalysis.of(plan);
        long analysed = System.nanoTime();
        System.out.println(String.format(
                Locale.ROOT,
                "%s %d %d %.2f %.2f %.2f %d %.1f %d %d",
                arguments[2].toLowerCase(Locale.ROOT).replace('_', '-'),
                racks,
                racks * Integer.parseInt(arguments[1]),
                (planned - start) / 1e9,
                (rendered - planned) / 1e9,
                (analysed - rendered) / 1e9,
                files.get(),
                characters.get() / 1e6,
                peakMebibytes(),
                analysis.one().size() + analysis.two().size()));
    }

    private static long peakMebibytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(-1);
    }
}
