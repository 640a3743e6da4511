package io.petaforge.api;

import static java.util.Objects.requireNonNull;

/**
 * Something beside machines that a cloud charges for by the hour.
 *
 * @param name what price files call it, such as {@code nat-gateway}
 * @param addresses public or floating addresses that it has
 */
public record ChargedService(String name, int addresses) {
    public ChargedService {
        requireNonNull(name, "name");
    }
}
