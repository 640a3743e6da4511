package io.petaforge.cloud.openstack.rest;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import org.jclouds.Fallbacks.FalseOnNotFoundOr404;
import org.jclouds.openstack.keystone.auth.filters.AuthenticateRequest;
import org.jclouds.rest.annotations.BinderParam;
import org.jclouds.rest.annotations.Fallback;
import org.jclouds.rest.annotations.RequestFilters;
import org.jclouds.rest.annotations.ResponseParser;
import org.jclouds.rest.binders.BindToJsonPayload;

/** What jclouds' Neutron lacks: descriptions of floating addresses, which have no name to be known by, and quotas. */
@RequestFilters(AuthenticateRequest.class)
@Consumes(MediaType.APPLICATION_JSON)
public interface AddressesApi {
    /** Makes a floating address. */
    @POST
    @Path("/floatingips")
    @ResponseParser(JsonTree.class)
    JsonNode create(@BinderParam(BindToJsonPayload.class) Map<String, Object> body);

    /** The project's floating addresses. */
    @GET
    @Path("/floatingips")
    @ResponseParser(JsonTree.class)
    JsonNode list();

    /** Deletes a floating address; false when there is none. */
    @DELETE
    @Path("/floatingips/{id}")
    @Fallback(FalseOnNotFoundOr404.class)
    boolean delete(@PathParam("id") String id);

    /** Whose quotas count: {@code tenant.tenant_id}. */
    @GET
    @Path("/quotas/tenant")
    @ResponseParser(JsonTree.class)
    JsonNode project();

    /** What the project may use, and what it uses. */
    @GET
    @Path("/quotas/{project}/details.json")
    @ResponseParser(JsonTree.class)
    JsonNode quotas(@PathParam("project") String project);
}
