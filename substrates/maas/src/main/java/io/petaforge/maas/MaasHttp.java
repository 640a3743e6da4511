package io.petaforge.maas;

import io.petaforge.api.ExitCode;
import io.petaforge.api.Pause;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.ServiceRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Sends requests, each attempt with a nonce and a time of its own, and repeats those that can be repeated. */
final class MaasHttp {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    /** Thirty machines took a real region 3 s to list; a rack's worth must not be given up early. */
    private static final Duration ANSWER = Duration.ofSeconds(180);

    private final URI base;
    private final MaasKey key;
    private final Pause pause;
    private final Consumer<ServiceRequest> trace;
    private final HttpClient http;

    /**
     * A way to one region.
     *
     * @param url as users know it, such as {@code https://maas.example:5443/MAAS}
     * @param authority a PEM file with the certificate to trust instead of the system's
     * @param trace told of every attempt
     */
    MaasHttp(URI url, MaasKey key, Optional<Path> authority, Pause pause, Consumer<ServiceRequest> trace) {
        String text = url.toString();
        this.base = URI.create((text.endsWith("/") ? text : text + "/") + "api/2.0/");
        this.key = key;
        this.pause = pause;
        this.trace = trace;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                // A redirect would carry the key to wherever it points.
                .followRedirects(HttpClient.Redirect.NEVER);
        authority.ifPresent(file -> builder.sslContext(trusting(file)));
        this.http = builder.build();
    }

    /**
     * The body of a successful answer.
     *
     * @throws MaasFailure for every other answer, or none
     */
    String send(Call call) {
        for (int attempt = 1; ; attempt++) {
            Optional<Duration> wait;
            long begin = System.nanoTime();
            try {
                Reply reply = once(call);
                tell(call, Integer.toString(reply.status()), begin);
                if (reply.status() >= 200 && reply.status() < 300) {
                    return reply.body();
                }
                wait = Retry.after(call, reply, attempt);
                if (wait.isEmpty()) {
                    throw MaasFailure.of(call, reply, key);
                }
            } catch (IOException e) {
                boolean neverSent = e instanceof ConnectException || e instanceof HttpConnectTimeoutException;
                tell(call, e.getClass().getSimpleName(), begin);
                wait = Retry.afterBreak(call, neverSent, attempt);
                if (wait.isEmpty()) {
                    throw new MaasFailure(
                            neverSent ? MaasFailure.Kind.UNREACHABLE : MaasFailure.Kind.LOST,
                            call.describe(),
                            (neverSent ? "no connection to " : "the answer was lost, from ") + base.getHost() + " ("
                                    + e.getClass().getSimpleName() + ")");
                }
            }
            pause.sleep(wait.get());
        }
    }

    private void tell(Call call, String outcome, long begin) {
        trace.accept(new ServiceRequest(
                "maas",
                call.method(),
                call.path(),
                call.details(),
                outcome,
                Duration.ofNanos(System.nanoTime() - begin).toMillis()));
    }

    private Reply once(Call call) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(call.uri()))
                .timeout(ANSWER)
                .header("Accept", "application/json")
                .header(
                        "Authorization",
                        key.header(
                                UUID.randomUUID().toString(),
                                pause.clock().instant().getEpochSecond()));
        if (call.method().equals("GET")) {
            request.GET();
        } else {
            request.header("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
                    .method(call.method(), HttpRequest.BodyPublishers.ofString(call.body()));
        }
        try {
            HttpResponse<String> response =
                    http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new Reply(
                    response.statusCode(),
                    response.body(),
                    response.headers().firstValue("Retry-After").flatMap(MaasHttp::seconds));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PetaforgeException(ExitCode.INTERRUPTED, MaasSubstrate.STOPPED, e);
        }
    }

    /** The other form, a date, is taken for "soon": a clock that is wrong must not make the driver wait for a day. */
    private static Optional<Long> seconds(String value) {
        return Optional.of(value.strip().matches("\\d{1,6}") ? Long.parseLong(value.strip()) : 10L);
    }

    private static SSLContext trusting(Path file) {
        try (InputStream pem = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                store.setCertificateEntry("maas-" + number++, certificate);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new MaasFailure(
                            MaasFailure.Kind.UNREACHABLE,
                            "certificate " + file,
                            "cannot be read (" + e.getClass().getSimpleName() + ")")
                    .asPetaforge();
        }
    }

    /** For texts from MAAS that are shown to people. */
    String redact(String text) {
        return key.redact(text);
    }

    /** Whether the key crosses the network readable. */
    boolean isPlain() {
        return "http".equals(base.getScheme());
    }
}
