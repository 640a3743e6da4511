package io.petaforge.maas;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/** What MAAS answered, or the gateway before it. */
record Reply(int status, String body, Optional<Long> retryAfterSeconds) {
    Reply {
        requireNonNull(body, "body");
        requireNonNull(retryAfterSeconds, "retryAfterSeconds");
    }
}
