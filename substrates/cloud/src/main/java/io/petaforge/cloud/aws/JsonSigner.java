package io.petaforge.cloud.aws;

import com.google.common.base.Supplier;
import com.google.common.hash.Hashing;
import com.google.common.net.HttpHeaders;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jclouds.aws.domain.SessionCredentials;
import org.jclouds.aws.filters.FormSignerV4.ServiceAndRegion;
import org.jclouds.date.TimeStamp;
import org.jclouds.domain.Credentials;
import org.jclouds.http.HttpRequest;
import org.jclouds.http.HttpRequestFilter;

/** Signature version 4 for requests whose body is JSON: jclouds' own signer takes forms only. */
public final class JsonSigner implements HttpRequestFilter {
    static final String CONTENT = "application/x-amz-json-1.1";
    private static final String SERVICE = "servicequotas";
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";

    private final Supplier<Credentials> credentials;
    private final Provider<String> time;
    private final ServiceAndRegion place;

    @Inject
    JsonSigner(
            @org.jclouds.location.Provider Supplier<Credentials> credentials,
            @TimeStamp Provider<String> time,
            ServiceAndRegion place) {
        this.credentials = credentials;
        this.time = time;
        this.place = place;
    }

    @Override
    public HttpRequest filter(HttpRequest request) {
        Credentials key = credentials.get();
        // As the form signer has it: 20260301T120000Z.
        String now = time.get();
        String region = place.region(request.getEndpoint().getHost());
        Map<String, String> headers = new TreeMap<>();
        headers.put("content-type", CONTENT);
        headers.put("host", String.valueOf(request.getFirstHeaderOrNull(HttpHeaders.HOST)));
        headers.put("x-amz-date", now);
        headers.put("x-amz-target", String.valueOf(request.getFirstHeaderOrNull("X-Amz-Target")));
        if (key instanceof SessionCredentials session) {
            headers.put("x-amz-security-token", session.getSessionToken());
        }
        String body = String.valueOf(request.getPayload().getRawContent());
        String signed = String.join(";", headers.keySet());
        String canonical = "POST\n/\n\n"
                + headers.entrySet().stream()
                        .map(header -> header.getKey() + ":" + header.getValue() + "\n")
                        .collect(Collectors.joining())
                + "\n" + signed + "\n" + hash(body);
        String day = now.substring(0, 8);
        String scope = day + "/" + region + "/" + SERVICE + "/aws4_request";
        String toSign = String.join("\n", ALGORITHM, now, scope, hash(canonical));
        byte[] secret = ("AWS4" + key.credential).getBytes(StandardCharsets.UTF_8);
        for (String part : new String[] {day, region, SERVICE, "aws4_request"}) {
            secret = hmac(secret, part);
        }
        String signature =
                java.util.HexFormat.of().formatHex(hmac(secret, toSign)).toLowerCase(Locale.ROOT);
        HttpRequest.Builder<?> signedRequest = request.toBuilder()
                .replaceHeader("X-Amz-Date", now)
                .replaceHeader(
                        HttpHeaders.AUTHORIZATION,
                        ALGORITHM + " Credential=" + key.identity + "/" + scope + ", SignedHeaders=" + signed
                                + ", Signature=" + signature);
        if (headers.containsKey("x-amz-security-token")) {
            signedRequest.replaceHeader("X-Amz-Security-Token", headers.get("x-amz-security-token"));
        }
        return signedRequest.build();
    }

    private static String hash(String text) {
        return Hashing.sha256().hashString(text, StandardCharsets.UTF_8).toString();
    }

    private static byte[] hmac(byte[] secret, String text) {
        return Hashing.hmacSha256(secret)
                .hashString(text, StandardCharsets.UTF_8)
                .asBytes();
    }
}
