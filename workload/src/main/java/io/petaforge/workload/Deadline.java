package io.petaforge.workload;

import io.petaforge.workload.result.ResultLine;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Ends a program that hangs. A full OSD makes writes wait for ever without an error, and neither S3A nor the SDK gives
 * up before minutes of retries, so the program itself reports what it has and leaves.
 */
final class Deadline {
    private Deadline() {}

    /**
     * From now on the program has this long; then it prints what {@code result} gives and exits with 1.
     */
    @SuppressWarnings("SystemExitOutsideMain") // the whole point: the main thread hangs
    static void start(Duration limit, Supplier<Object> result) {
        Thread thread = new Thread(
                () -> {
                    try {
                        Thread.sleep(limit.toMillis());
                    } catch (InterruptedException e) {
                        return;
                    }
                    System.out.println(ResultLine.of(result.get()));
                    System.out.flush();
                    Runtime.getRuntime().halt(1);
                },
                "deadline");
        thread.setDaemon(true);
        thread.start();
    }
}
