package io.petaforge.workload.result;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What a raw S3 client on one host moved.
 *
 * @param host the name it ran under
 * @param client the client and its version
 * @param threads requests in flight
 * @param objectSize bytes of each object
 * @param startupSeconds from the JVM's start until it was ready to measure; in no throughput
 * @param write PUTs
 * @param read GETs, each one checksummed
 * @param problems what went wrong, a sentence each; empty when every object came back as it was written
 */
public record BaselineResult(
        String host,
        String client,
        int threads,
        long objectSize,
        double startupSeconds,
        Transfer write,
        Transfer read,
        List<String> problems) {
    public BaselineResult {
        requireNonNull(host, "host");
        requireNonNull(client, "client");
        requireNonNull(write, "write");
        requireNonNull(read, "read");
        problems = List.copyOf(problems);
    }
}
