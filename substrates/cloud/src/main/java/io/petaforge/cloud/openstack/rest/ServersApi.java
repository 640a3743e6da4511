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
import org.jclouds.rest.annotations.Headers;
import org.jclouds.rest.annotations.RequestFilters;
import org.jclouds.rest.annotations.ResponseParser;
import org.jclouds.rest.binders.BindToJsonPayload;

/**
 * Nova's servers and server groups at version 2.67 (Stein), the first where a boot volume's type can be told; jclouds speaks
 * 2.1, where a group's policy and a server's hints cannot be told either.
 */
@RequestFilters(AuthenticateRequest.class)
@Consumes(MediaType.APPLICATION_JSON)
@Headers(keys = "X-OpenStack-Nova-API-Version", values = ServersApi.VERSION)
public interface ServersApi {
    /** What is spoken here. */
    String VERSION = "2.67";

    /** What the endpoint can speak: {@code version.version} is the newest. */
    @GET
    @Path("/")
    @ResponseParser(JsonTree.class)
    JsonNode versions();

    /** Makes a server; answers before it is one. */
    @POST
    @Path("/servers")
    @ResponseParser(JsonTree.class)
    JsonNode create(@BinderParam(BindToJsonPayload.class) Map<String, Object> body);

    /** A page of servers in full. */
    @GET
    @Path("/servers/detail")
    @ResponseParser(JsonTree.class)
    JsonNode list(
            @QueryParam("name") String pattern,
            @QueryParam("limit") int limit,
            @Nullable @QueryParam("marker") String marker);

    /** One server in full: lists leave out the fault of a server that no hypervisor was found for. */
    @GET
    @Path("/servers/{id}")
    @ResponseParser(JsonTree.class)
    JsonNode get(@PathParam("id") String id);

    /** Has something done with a server, by the name of the action; answers before it is done. */
    @POST
    @Path("/servers/{id}/action")
    void act(@PathParam("id") String id, @BinderParam(BindToJsonPayload.class) Map<String, Object> body);

    /** Deletes a server; false when there is none. */
    @DELETE
    @Path("/servers/{id}")
    @Fallback(FalseOnNotFoundOr404.class)
    boolean delete(@PathParam("id") String id);

    /** Makes a server group. */
    @POST
    @Path("/os-server-groups")
    @ResponseParser(JsonTree.class)
    JsonNode createGroup(@BinderParam(BindToJsonPayload.class) Map<String, Object> body);

    /** The project's server groups; they are few, a quota sees to that. */
    @GET
    @Path("/os-server-groups")
    @ResponseParser(JsonTree.class)
    JsonNode listGroups(@QueryParam("limit") int limit);

    /** Deletes a server group; false when there is none. */
    @DELETE
    @Path("/os-server-groups/{id}")
    @Fallback(FalseOnNotFoundOr404.class)
    boolean deleteGroup(@PathParam("id") String id);

    /** What the project may use, and what it uses. */
    @GET
    @Path("/limits")
    @ResponseParser(JsonTree.class)
    JsonNode limits();
}
