package io.petaforge.cloud.openstack.rest;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.jclouds.javax.annotation.Nullable;
import org.jclouds.openstack.keystone.auth.filters.AuthenticateRequest;
import org.jclouds.rest.annotations.RequestFilters;
import org.jclouds.rest.annotations.ResponseParser;

/** Glance, version 2: Nova's proxy for images, which jclouds uses, is deprecated and tells no properties. */
@RequestFilters(AuthenticateRequest.class)
@Consumes(MediaType.APPLICATION_JSON)
public interface ImagesApi {
    /** A page of images. */
    @GET
    @Path("/v2/images")
    @ResponseParser(JsonTree.class)
    JsonNode list(@QueryParam("limit") int limit, @Nullable @QueryParam("marker") String marker);
}
