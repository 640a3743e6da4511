package io.petaforge.cloud.openstack.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.google.common.base.Function;
import io.petaforge.cloud.CloudFailure;
import java.io.IOException;
import java.io.InputStream;
import org.jclouds.http.HttpResponse;

/** Reads an answer as a tree: of what OpenStack tells of a server, a dozen fields are wanted here. */
public final class JsonTree implements Function<HttpResponse, JsonNode> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public JsonNode apply(HttpResponse response) {
        if (response.getPayload() == null) {
            return MissingNode.getInstance();
        }
        try (InputStream body = response.getPayload().openStream()) {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new CloudFailure(
                    CloudFailure.Kind.UNREADABLE, "OpenStack", "the answer is no JSON (" + e.getMessage() + ")", e);
        }
    }
}
