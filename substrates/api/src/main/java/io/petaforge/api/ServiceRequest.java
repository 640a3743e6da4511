package io.petaforge.api;

import static java.util.Objects.requireNonNull;

/**
 * One request that a substrate made of the service behind it, as the run journal keeps it: nothing of what was sent, and of
 * what came back only how it went.
 *
 * @param service such as {@code maas}
 * @param method of HTTP
 * @param path below the service's own root
 * @param operation what was asked for there, and the filters it was asked with; empty where the path says it all
 * @param outcome the status, or the kind of failure where there was none
 * @param milliseconds from sending to the whole answer
 */
public record ServiceRequest(
        String service, String method, String path, String operation, String outcome, long milliseconds) {
    public ServiceRequest {
        requireNonNull(service, "service");
        requireNonNull(method, "method");
        requireNonNull(path, "path");
        requireNonNull(operation, "operation");
        requireNonNull(outcome, "outcome");
    }

    /** On one line, without the time it took. */
    @Override
    public String toString() {
        return method + " " + path + (operation.isEmpty() ? "" : " " + operation) + " -> " + outcome;
    }
}
