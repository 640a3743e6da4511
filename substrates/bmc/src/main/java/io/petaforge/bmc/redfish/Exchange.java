package io.petaforge.bmc.redfish;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.petaforge.api.ExitCode;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.bmc.device.BmcFailure;
import io.petaforge.bmc.device.BmcFault;
import io.petaforge.bmc.device.BmcTarget;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Single HTTP requests to one service, over TLS only, and what their failures mean. Follows nothing by itself. */
final class Exchange {
    private static final Duration CONNECT = Duration.ofSeconds(3);

    /** Controllers are slow: some take 20 s to gather a log. */
    private static final Duration ANSWER = Duration.ofSeconds(60);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final BmcTarget target;
    private final CertificateCheck certificates;
    private final HttpClient http;

    Exchange(BmcTarget target) {
        this.target = target;
        this.certificates = CertificateCheck.of(target.fingerprint());
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .sslContext(certificates.context())
                .build();
    }

    /**
     * Sends one request.
     *
     * @param path beginning with a slash
     * @param body sent as JSON; none when it is a missing node
     * @throws BmcFailure when nothing answers or the certificate is refused; answers that say no are returned
     */
    Reply send(String method, String path, JsonNode body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path))
                .timeout(ANSWER)
                .header("Accept", "application/json")
                .header("OData-Version", "4.0");
        headers.forEach(request::header);
        if (body.isMissingNode()) {
            request.method(method, BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json");
            request.method(method, BodyPublishers.ofString(body.toString()));
        }
        try {
            return reply(http.send(request.build(), BodyHandlers.ofString()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PetaforgeException(
                    ExitCode.INTERRUPTED,
                    Problem.of("PF-BMC-018", "Stopped while " + target.label() + " was asked.", "Run it again."),
                    e);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private URI uri(String path) {
        String host = target.address().contains(":") ? "[" + target.address() + "]" : target.address();
        return URI.create("https://" + host + ":" + target.port() + path);
    }

    private static Reply reply(HttpResponse<String> response) {
        JsonNode body = parse(response.body());
        Optional<String> etag = response.headers().firstValue("ETag");
        if (etag.isEmpty() && body.path("@odata.etag").isTextual()) {
            etag = Optional.of(body.path("@odata.etag").asText());
        }
        return new Reply(
                response.statusCode(),
                body,
                etag,
                response.headers().firstValue("X-Auth-Token"),
                response.headers().firstValue("Location"),
                response.headers().firstValue("Retry-After"));
    }

    private static JsonNode parse(String text) {
        try {
            JsonNode node = text.isBlank() ? MissingNode.getInstance() : JSON.readTree(text);
            return node == null ? MissingNode.getInstance() : node;
        } catch (JacksonException e) {
            // An error page of its web server: the status says all there is.
            return MissingNode.getInstance();
        }
    }

    private BmcFailure failure(IOException e) {
        Optional<String> shown = certificates.refused();
        if (causedBy(e, SSLException.class) && shown.isPresent()) {
            return target.fingerprint()
                    .map(pin -> new BmcFailure(
                            BmcFault.OTHER_CERTIFICATE,
                            target.label() + " shows another certificate than the pinned one: sha256:" + shown.get(),
                            "If it was replaced on purpose, and this is its fingerprint on the controller's own page,"
                                    + " write it as 'fingerprint' in the inventory; otherwise something stands in between.",
                            e))
                    .orElseGet(() -> new BmcFailure(
                            BmcFault.CERTIFICATE,
                            target.label() + " shows a certificate that no authority of this machine vouches for:"
                                    + " sha256:" + shown.get(),
                            "Compare the fingerprint with the controller's own page, then pin it: write"
                                    + " 'fingerprint: sha256:" + shown.get() + "' below this controller.",
                            e));
        }
        if (causedBy(e, UnresolvedAddressException.class)) {
            return new BmcFailure(
                    BmcFault.NO_ADDRESS,
                    "the name of " + target.label() + " has no address",
                    "Correct 'address' in the inventory, or the name service.",
                    e);
        }
        return new BmcFailure(
                BmcFault.NO_ANSWER,
                target.label() + " does not answer" + (causedBy(e, SSLException.class) ? " in TLS" : ""),
                "Check its power, network and address, and that TCP port " + target.port() + " is Redfish over HTTPS.",
                e);
    }

    private static boolean causedBy(Throwable failure, Class<? extends Throwable> kind) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (kind.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }
}
