package io.petaforge.cloud.openstack.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.petaforge.cloud.CloudFailure;
import io.petaforge.cloud.CloudFailure.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jclouds.http.HttpCommand;
import org.jclouds.http.HttpErrorHandler;
import org.jclouds.http.HttpResponse;
import org.jclouds.rest.ResourceNotFoundException;

/** What an answer of OpenStack means that is no success. */
final class Failures implements HttpErrorHandler {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST = 500;

    @Override
    public void handleError(HttpCommand command, HttpResponse response) {
        String request = command.getCurrentRequest().getMethod() + " "
                + command.getCurrentRequest().getEndpoint().getPath();
        String detail = detail(response);
        // Of a well-known kind, the cause would be what jclouds throws in place of the failure.
        CloudFailure failure =
                new CloudFailure(kind(response.getStatusCode(), detail), request, detail, new Exception(detail));
        // The only failure that jclouds' interfaces have answers of their own for.
        command.setException(
                response.getStatusCode() == 404 ? new ResourceNotFoundException(detail, failure) : failure);
    }

    static Kind kind(int status, String detail) {
        String text = detail.toLowerCase(Locale.ROOT);
        // Nova and Neutron say 403 and 409, Cinder 413, of a quota that is used up.
        if ((status == 403 || status == 409 || status == 413) && text.contains("quota")) {
            return Kind.QUOTA;
        }
        return switch (status) {
            case 401 -> Kind.CREDENTIALS;
            case 403 -> Kind.FORBIDDEN;
            case 404 -> Kind.UNKNOWN;
            case 409 -> Kind.STATE;
            case 413, 429 -> Kind.THROTTLED;
            default -> status >= 500 ? Kind.SERVER : Kind.REFUSED;
        };
    }

    private static String detail(HttpResponse response) {
        String said = "";
        if (response.getPayload() != null) {
            try (InputStream body = response.getPayload().openStream()) {
                said = message(new String(body.readNBytes(100_000), StandardCharsets.UTF_8));
            } catch (IOException e) {
                said = "the answer broke off";
            }
        }
        if (said.isEmpty() && response.getStatusCode() == 401) {
            // Java keeps the text of such an answer to itself.
            said = "the login is not accepted";
        }
        String text = (response.getStatusCode() + " " + said).strip().replaceAll("\\s+", " ");
        return text.length() > MOST ? text.substring(0, MOST) + "..." : text;
    }

    /** Services differ in the field around it; a message is in all of them. */
    private static String message(String body) {
        try {
            JsonNode found = JSON.readTree(body).findValue("message");
            return found != null && found.isTextual() ? found.asText().strip().replaceAll("\\.$", "") : "";
        } catch (IOException e) {
            return "";
        }
    }
}
