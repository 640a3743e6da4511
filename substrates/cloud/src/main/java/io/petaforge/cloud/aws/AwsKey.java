package io.petaforge.cloud.aws;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.Secret;
import java.util.Optional;

/**
 * What requests are signed with.
 *
 * @param id the access key's id
 * @param secret the access key's secret
 * @param session the token of a temporary key
 */
public record AwsKey(Secret id, Secret secret, Optional<Secret> session) {
    public AwsKey {
        requireNonNull(id, "id");
        requireNonNull(secret, "secret");
        requireNonNull(session, "session");
    }
}
