package io.petaforge.cloud.aws;

import jakarta.inject.Named;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.jclouds.aws.filters.FormSigner;
import org.jclouds.rest.annotations.BinderParam;
import org.jclouds.rest.annotations.RequestFilters;
import org.jclouds.rest.annotations.VirtualHost;
import org.jclouds.rest.annotations.XMLResponseParser;

/**
 * What jclouds' own interfaces lack, signed and sent by jclouds: pages, filters, DescribeInstanceTypes, partitions, rules
 * with descriptions.
 */
@RequestFilters(FormSigner.class)
@VirtualHost
@Path("/")
public interface Ec2Additions {
    /** Sends one request ({@link Ec2Request}) and gives the answer ({@link Xml}). */
    @Named("ec2:call")
    @POST
    @XMLResponseParser(XmlHandler.class)
    Object call(@BinderParam(BindEc2Request.class) Object request);
}
