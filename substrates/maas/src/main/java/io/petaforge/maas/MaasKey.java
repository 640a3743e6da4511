package io.petaforge.maas;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.ExitCode;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.api.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** An API key of MAAS: {@code consumer:token:secret}, as its web page and {@code maas apikey} show it. */
public record MaasKey(Secret consumer, Secret token, Secret secret) {
    public MaasKey {
        requireNonNull(consumer, "consumer");
        requireNonNull(token, "token");
        requireNonNull(secret, "secret");
    }

    /**
     * Takes a key apart.
     *
     * @throws PetaforgeException BAD_INPUT when it has not three parts; the key itself is not in the message
     */
    public static MaasKey parse(Secret key) {
        String[] parts = key.reveal().strip().split(":", -1);
        if (parts.length != 3 || List.of(parts).stream().anyMatch(String::isBlank)) {
            throw new PetaforgeException(
                    ExitCode.BAD_INPUT,
                    Problem.of(
                            "PF-MAAS-001",
                            "The API key of MAAS has " + parts.length
                                    + " parts, separated by colons; it must have 3, none empty.",
                            "Copy the whole key from the preferences page of the MAAS user, under 'API keys'."));
        }
        return new MaasKey(new Secret(parts[0]), new Secret(parts[1]), new Secret(parts[2]));
    }

    /**
     * The {@code Authorization} header of one request: OAuth 1.0 with signature method PLAINTEXT, which MAAS alone knows.
     *
     * @param nonce never used before with this key: MAAS refuses a second use
     * @param seconds since 1970; MAAS refuses what is older than 300 s
     */
    String header(String nonce, long seconds) {
        return "OAuth oauth_version=\"1.0\", oauth_signature_method=\"PLAINTEXT\", oauth_consumer_key=\""
                + encoded(consumer) + "\", oauth_token=\"" + encoded(token) + "\", oauth_signature=\"%26"
                + encoded(secret) + "\", oauth_nonce=\"" + nonce + "\", oauth_timestamp=\"" + seconds + "\"";
    }

    /** The text with every part of the key, and every private key, struck out. */
    String redact(String text) {
        String safe = text;
        for (Secret part : List.of(secret, token, consumer)) {
            safe = safe.replace(part.reveal(), "<secret>");
        }
        return safe.replaceAll(
                        "(?s)-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(-----END [A-Z ]*PRIVATE KEY-----|$)", "<secret>")
                // User data are base64 and hold a host's private key.
                .replaceAll("[A-Za-z0-9+/]{120,}={0,2}", "<long text>");
    }

    private static String encoded(Secret part) {
        return URLEncoder.encode(part.reveal(), StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String toString() {
        return "<secret>";
    }
}
