package io.petaforge.cloud.openstack.rest;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import org.jclouds.openstack.keystone.v3.domain.Token;
import org.jclouds.openstack.keystone.v3.parsers.ParseTokenFromHttpResponse;
import org.jclouds.rest.annotations.BinderParam;
import org.jclouds.rest.annotations.ResponseParser;
import org.jclouds.rest.binders.BindToJsonPayload;

/** Keystone's tokens by whatever identity: jclouds' own interface knows neither domains by id nor unscoped credentials. */
@Consumes(MediaType.APPLICATION_JSON)
@Path("/auth/tokens")
public interface TokensApi {
    /** A token with its catalogue. */
    @POST
    @ResponseParser(ParseTokenFromHttpResponse.class)
    Token issue(@BinderParam(BindToJsonPayload.class) Map<String, Object> auth);
}
