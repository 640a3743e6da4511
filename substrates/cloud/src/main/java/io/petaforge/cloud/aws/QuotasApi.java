package io.petaforge.cloud.aws;

import jakarta.inject.Named;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.net.URI;
import org.jclouds.http.functions.ReturnStringIf2xx;
import org.jclouds.rest.annotations.BinderParam;
import org.jclouds.rest.annotations.EndpointParam;
import org.jclouds.rest.annotations.RequestFilters;
import org.jclouds.rest.annotations.ResponseParser;
import org.jclouds.rest.annotations.VirtualHost;

/** Service Quotas, which jclouds has not: AWS' JSON protocol 1.1, signed and sent by jclouds. */
@RequestFilters(JsonSigner.class)
@VirtualHost
@Path("/")
public interface QuotasApi {
    /**
     * Sends one request and gives the answer's text.
     *
     * @param target the operation, such as {@code ServiceQuotasV20190624.GetServiceQuota}
     * @param body its parameters in JSON
     */
    @Named("servicequotas:call")
    @POST
    @ResponseParser(ReturnStringIf2xx.class)
    String call(
            @EndpointParam URI address,
            @HeaderParam("X-Amz-Target") String target,
            @BinderParam(BindJson.class) String body);
}
