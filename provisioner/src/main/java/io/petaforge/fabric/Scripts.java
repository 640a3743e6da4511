package io.petaforge.fabric;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The constant shell programs that run on hosts and switches, read from this package's resources. */
enum Scripts {
    ANNOUNCE("announce.sh"),
    FRR_LOAD("frr-load.sh"),
    FRR_UNDONE("frr-undone.sh"),
    INTERFACES_APPLY("interfaces-apply.sh"),
    INTERFACES_STATE("interfaces-state.sh"),
    INTERFACES_UNDONE("interfaces-undone.sh"),
    PROVE("prove.sh"),
    ROUTER_STATE("router-state.sh"),
    WAY_IN("way-in.sh");

    private final String text;

    Scripts(String resource) {
        try (InputStream in = Scripts.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the program " + resource + " is missing from the jar");
            }
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String text() {
        return text;
    }
}
