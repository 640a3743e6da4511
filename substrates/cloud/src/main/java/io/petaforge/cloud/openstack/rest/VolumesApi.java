package io.petaforge.cloud.openstack.rest;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import org.jclouds.Fallbacks.FalseOnNotFoundOr404;
import org.jclouds.javax.annotation.Nullable;
import org.jclouds.openstack.keystone.auth.filters.AuthenticateRequest;
import org.jclouds.rest.annotations.BinderParam;
import org.jclouds.rest.annotations.Fallback;
import org.jclouds.rest.annotations.RequestFilters;
import org.jclouds.rest.annotations.ResponseParser;
import org.jclouds.rest.binders.BindToJsonPayload;

/** Cinder, version 3. jclouds' module for it ended at 2.6.0, with version 1. */
@RequestFilters(AuthenticateRequest.class)
@Consumes(MediaType.APPLICATION_JSON)
public interface VolumesApi {
    /** Makes a volume; answers before it can be used. */
    @POST
    @Path("/volumes")
    @ResponseParser(JsonTree.class)
    JsonNode create(@BinderParam(BindToJsonPayload.class) Map<String, Object> body);

    /**
     * A page of volumes in full.
     *
     * @param metadata what they carry, as Python writes a dictionary
     */
    @GET
    @Path("/volumes/detail")
    @ResponseParser(JsonTree.class)
    JsonNode list(
            @QueryParam("metadata") String metadata,
            @QueryParam("limit") int limit,
            @Nullable @QueryParam("marker") String marker);

    /** Deletes a volume; false when there is none. */
    @DELETE
    @Path("/volumes/{id}")
    @Fallback(FalseOnNotFoundOr404.class)
    boolean delete(@PathParam("id") String id);

    /** The types that the project may use. */
    @GET
    @Path("/types")
    @ResponseParser(JsonTree.class)
    JsonNode types();

    /** What the project may use, and what it uses. */
    @GET
    @Path("/limits")
    @ResponseParser(JsonTree.class)
    JsonNode limits();
}
