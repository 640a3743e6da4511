package io.petaforge.cloud.openstack.rest;

import java.io.Closeable;
import java.net.URI;
import org.jclouds.openstack.neutron.v2.extensions.RouterApi;
import org.jclouds.openstack.neutron.v2.features.NetworkApi;
import org.jclouds.openstack.neutron.v2.features.PortApi;
import org.jclouds.openstack.neutron.v2.features.SecurityGroupApi;
import org.jclouds.openstack.neutron.v2.features.SubnetApi;
import org.jclouds.openstack.nova.v2_0.extensions.AvailabilityZoneApi;
import org.jclouds.openstack.nova.v2_0.features.FlavorApi;
import org.jclouds.rest.annotations.Delegate;
import org.jclouds.rest.annotations.EndpointParam;

/**
 * All services of one region behind one token; stock jclouds would have one context, and so one token, for each. The
 * addresses are those of the token's catalogue; Neutron's with {@code /v2.0}.
 */
public interface OpenStackApi extends Closeable {
    /** Nova's servers and server groups. */
    @Delegate
    ServersApi servers(@EndpointParam URI compute);

    /** Nova's flavors. */
    @Delegate
    FlavorApi flavors(@EndpointParam URI compute);

    /** Nova's availability zones. */
    @Delegate
    AvailabilityZoneApi zones(@EndpointParam URI compute);

    /** Neutron's networks. */
    @Delegate
    NetworkApi networks(@EndpointParam URI network);

    /** Neutron's subnets. */
    @Delegate
    SubnetApi subnets(@EndpointParam URI network);

    /** Neutron's routers. */
    @Delegate
    RouterApi routers(@EndpointParam URI network);

    /** Neutron's security groups and their rules. */
    @Delegate
    SecurityGroupApi securityGroups(@EndpointParam URI network);

    /** Neutron's ports. */
    @Delegate
    PortApi ports(@EndpointParam URI network);

    /** Neutron's floating addresses and quotas. */
    @Delegate
    AddressesApi addresses(@EndpointParam URI network);

    /** Cinder. */
    @Delegate
    VolumesApi volumes(@EndpointParam URI volume);

    /** Glance. */
    @Delegate
    ImagesApi images(@EndpointParam URI image);
}
