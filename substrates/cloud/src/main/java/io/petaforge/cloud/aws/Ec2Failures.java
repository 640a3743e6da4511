package io.petaforge.cloud.aws;

import io.petaforge.cloud.CloudFailure;
import io.petaforge.cloud.CloudFailure.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLHandshakeException;
import org.jclouds.aws.AWSResponseException;
import org.jclouds.http.HttpResponseException;
import org.jclouds.rest.AuthorizationException;

/** What EC2's error codes mean. Pure. */
final class Ec2Failures {
    private static final Set<String> CREDENTIALS = Set.of(
            "AuthFailure",
            "InvalidClientTokenId",
            "InvalidAccessKeyId",
            "SignatureDoesNotMatch",
            "UnrecognizedClientException",
            "IncompleteSignature",
            "MissingAuthenticationToken",
            "RequestExpired",
            "ExpiredToken",
            "ExpiredTokenException");
    private static final Set<String> FORBIDDEN =
            Set.of("UnauthorizedOperation", "OptInRequired", "Blocked", "PendingVerification", "AccessDenied");
    private static final Set<String> THROTTLED =
            Set.of("RequestLimitExceeded", "Throttling", "ThrottlingException", "SlowDown", "EC2ThrottledException");
    private static final Set<String> CAPACITY = Set.of(
            "InsufficientInstanceCapacity",
            "InsufficientHostCapacity",
            "InsufficientReservedInstanceCapacity",
            "InsufficientCapacityOnHost",
            "InsufficientVolumeCapacity",
            "SpotMaxPriceTooLow",
            "MaxSpotInstanceCountExceeded",
            // This type in this zone.
            "Unsupported");
    private static final Set<String> SERVER =
            Set.of("InternalError", "InternalFailure", "Unavailable", "ServiceUnavailable", "InternalServerError");
    /** The longest part of an authorization message is an encoded blob for the account's administrator. */
    private static final int LONGEST = 400;

    private Ec2Failures() {}

    static CloudFailure of(String action, RuntimeException thrown) {
        String request = "EC2, " + action;
        Optional<AWSResponseException> answer = cause(thrown, AWSResponseException.class);
        if (answer.isPresent() && answer.get().getError() != null) {
            String code = String.valueOf(answer.get().getError().getCode());
            String message = line(String.valueOf(answer.get().getError().getMessage()));
            return new CloudFailure(
                    kind(code, status(answer.get())),
                    request,
                    code + (message.isEmpty() ? "" : ", " + message),
                    thrown);
        }
        // With status 401 the JDK's client may keep the body, and with it EC2's code, to itself.
        if (cause(thrown, AuthorizationException.class).isPresent()
                || cause(thrown, HttpResponseException.class)
                        .filter(http ->
                                http.getResponse() != null && http.getResponse().getStatusCode() == 401)
                        .isPresent()) {
            return new CloudFailure(Kind.CREDENTIALS, request, "the access key was refused", thrown);
        }
        if (cause(thrown, ConnectException.class).isPresent()
                || cause(thrown, UnknownHostException.class).isPresent()
                || cause(thrown, NoRouteToHostException.class).isPresent()) {
            return new CloudFailure(Kind.UNREACHABLE, request, "nothing answers at the address", thrown);
        }
        Optional<SSLHandshakeException> tls = cause(thrown, SSLHandshakeException.class);
        if (tls.isPresent()) {
            return new CloudFailure(
                    Kind.UNREACHABLE, request, line(String.valueOf(tls.get().getMessage())), thrown);
        }
        Optional<HttpResponseException> http = cause(thrown, HttpResponseException.class);
        if (http.isPresent() && http.get().getResponse() != null) {
            int status = http.get().getResponse().getStatusCode();
            return new CloudFailure(
                    status >= 500 ? Kind.SERVER : Kind.UNREADABLE, request, "HTTP status " + status, thrown);
        }
        if (http.isPresent() || cause(thrown, IOException.class).isPresent()) {
            return new CloudFailure(Kind.LOST, request, "the connection broke before the answer came", thrown);
        }
        return new CloudFailure(Kind.UNREADABLE, request, "the answer is not EC2's", thrown);
    }

    /** What a code means; {@code status} is that of HTTP. */
    static Kind kind(String code, int status) {
        if (CREDENTIALS.contains(code)) {
            return Kind.CREDENTIALS;
        }
        if (FORBIDDEN.contains(code)) {
            return Kind.FORBIDDEN;
        }
        if (THROTTLED.contains(code)) {
            return Kind.THROTTLED;
        }
        if (CAPACITY.contains(code)) {
            return Kind.CAPACITY;
        }
        if (SERVER.contains(code)) {
            return Kind.SERVER;
        }
        if (code.endsWith("LimitExceeded") || code.equals("AddressLimitExceeded")) {
            return Kind.QUOTA;
        }
        if (code.contains("NotFound") || code.endsWith(".Unknown") || code.equals("Gateway.NotAttached")) {
            return Kind.UNKNOWN;
        }
        if (code.equals("DependencyViolation")
                || code.startsWith("Incorrect")
                || code.endsWith(".InUse")
                || code.endsWith(".Duplicate")
                || code.endsWith("AlreadyAssociated")
                || code.endsWith("AlreadyExists")
                || code.endsWith(".Conflict")) {
            return Kind.STATE;
        }
        return status >= 500 ? Kind.SERVER : Kind.REFUSED;
    }

    private static int status(AWSResponseException answer) {
        return answer.getResponse() == null ? 0 : answer.getResponse().getStatusCode();
    }

    private static String line(String text) {
        String line =
                text.equals("null") ? "" : text.replaceAll("\\s+", " ").strip().replaceAll("\\.+$", "");
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "..." : line;
    }

    private static <T extends Throwable> Optional<T> cause(Throwable thrown, Class<T> type) {
        Throwable here = thrown;
        for (int depth = 0; here != null && depth < 20; depth++) {
            if (type.isInstance(here)) {
                return Optional.of(type.cast(here));
            }
            here = here.getCause();
        }
        return Optional.empty();
    }
}
