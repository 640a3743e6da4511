package io.petaforge.cloud.aws;

import org.jclouds.http.HttpRequest;
import org.jclouds.io.Payload;
import org.jclouds.io.Payloads;
import org.jclouds.rest.Binder;

/** Sends a text as AWS' JSON protocol 1.1 has it. */
public final class BindJson implements Binder {
    @Override
    @SuppressWarnings("unchecked")
    public <R extends HttpRequest> R bindToRequest(R request, Object input) {
        Payload payload = Payloads.newStringPayload(String.valueOf(input));
        payload.getContentMetadata().setContentType(JsonSigner.CONTENT);
        return (R) request.toBuilder().payload(payload).build();
    }
}
