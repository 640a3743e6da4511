package io.petaforge.cloud.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.petaforge.api.Pause;
import io.petaforge.api.ServiceRequest;
import io.petaforge.cloud.CloudFailure;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jclouds.http.HttpResponseException;

/** Service Quotas' operations as the driver uses them. */
final class Quotas {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final QuotasApi api;
    private final URI address;
    private final Calls calls;

    Quotas(QuotasApi api, URI address, Pause pause, Consumer<ServiceRequest> trace) {
        this.api = api;
        this.address = address;
        this.calls = new Calls("servicequotas", pause, trace);
    }

    /**
     * The limit that is in force in the region.
     *
     * @throws CloudFailure when it cannot be told
     */
    long limit(String code) {
        try {
            return value("GetServiceQuota", code);
        } catch (CloudFailure e) {
            // No value of the account's own: then Amazon's for everybody is in force.
            if (e.kind() != CloudFailure.Kind.UNKNOWN) {
                throw e;
            }
            return value("GetAWSDefaultServiceQuota", code);
        }
    }

    private long value(String operation, String code) {
        return calls.send(operation, Calls.Again.SAME, () -> {
            String answer;
            try {
                answer = api.call(
                        address,
                        "ServiceQuotasV20190624." + operation,
                        JSON.writeValueAsString(Map.of("ServiceCode", "ec2", "QuotaCode", code)));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            } catch (RuntimeException e) {
                throw failure(operation, e);
            }
            JsonNode value = read(answer).path("Quota").path("Value");
            if (!value.isNumber()) {
                throw new CloudFailure(
                        CloudFailure.Kind.UNREADABLE,
                        request(operation),
                        "the answer is not Service Quotas'",
                        new IllegalStateException());
            }
            return value.longValue();
        });
    }

    private static String request(String operation) {
        return "Service Quotas, " + operation;
    }

    /** Errors are JSON here, of which jclouds knows nothing. */
    private static CloudFailure failure(String operation, RuntimeException thrown) {
        Optional<HttpResponseException> answer = Optional.empty();
        for (Throwable here = thrown; here != null; here = here.getCause()) {
            if (here instanceof HttpResponseException http && http.getResponse() != null) {
                answer = Optional.of(http);
            }
        }
        JsonNode error = read(answer.map(HttpResponseException::getContent).orElse(""));
        String type = error.path("__type").asText();
        if (type.isEmpty()) {
            return Ec2Failures.of(operation, thrown);
        }
        // Some services write a namespace before it, and some write "Exception" behind it.
        String code = type.substring(type.indexOf('#') + 1).replaceAll("Exception$", "");
        String message = error.path("message").asText(error.path("Message").asText());
        CloudFailure.Kind kind = code.equals("NoSuchResource")
                ? CloudFailure.Kind.UNKNOWN
                : code.equals("TooManyRequests")
                        ? CloudFailure.Kind.THROTTLED
                        : Ec2Failures.kind(
                                code, answer.orElseThrow().getResponse().getStatusCode());
        return new CloudFailure(
                kind, request(operation), code + (message.isEmpty() ? "" : ", " + message.strip()), thrown);
    }

    private static JsonNode read(String text) {
        try {
            return JSON.readTree(text == null ? "" : text);
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        }
    }
}
