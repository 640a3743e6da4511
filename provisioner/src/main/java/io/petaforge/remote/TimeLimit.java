package io.petaforge.remote;

import java.time.Duration;

/** When a bundle must have ended on any host that works: the host ends each command itself, this is for a host that hangs. */
final class TimeLimit implements Operation.Visitor {
    /** For starting, for files, and for ending what ignores its signal. */
    private static final Duration SLACK = Duration.ofMinutes(1);

    /** For one upload: 20 GB at 10 MB/s and more is not what this is for. */
    private static final Duration UPLOAD = Duration.ofMinutes(30);

    private static final Duration GRACE = Duration.ofSeconds(6);

    private Duration sum = SLACK;

    private TimeLimit() {}

    static Duration of(Bundle bundle) {
        TimeLimit limit = new TimeLimit();
        bundle.operations().forEach(operation -> operation.accept(limit));
        return bundle.probes().isEmpty()
                ? limit.sum
                : limit.sum.plus(
                        Program.PROBE_TIMEOUT.multipliedBy(1 + bundle.probes().size() / 32));
    }

    @Override
    public void writeFile(Operation.WriteFile file) {}

    @Override
    public void exec(Operation.Exec exec) {
        sum = sum.plus(exec.timeout()).plus(GRACE);
    }

    @Override
    public void await(Operation.Await await) {
        sum = sum.plus(await.timeout()).plus(await.interval()).plus(GRACE);
    }

    @Override
    public void upload(Operation.Upload upload) {
        sum = sum.plus(UPLOAD);
    }

    @Override
    public void guarded(Operation.Guarded guarded) {
        sum = sum.plus(guarded.window());
    }
}
