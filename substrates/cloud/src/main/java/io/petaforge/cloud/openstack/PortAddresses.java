package io.petaforge.cloud.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jclouds.openstack.neutron.v2.domain.IP;
import org.jclouds.openstack.neutron.v2.domain.Port;

/** Neutron's ports and floating addresses, by the names ({@link Names#port}) that tell whose they are. */
record PortAddresses(Cloud cloud) {
    /** Ports whose names begin so. */
    Map<String, Port> ports(String prefix) {
        return cloud.<Port>all(options -> cloud.api().ports(cloud.network()).list(options)).stream()
                .filter(port -> port.getName() != null && port.getName().startsWith(prefix))
                .collect(Collectors.toMap(Port::getName, port -> port, (one, other) -> one, TreeMap::new));
    }

    /** In the cluster's network; empty without one. */
    static String fixed(Port port) {
        return port.getFixedIps().stream().findFirst().map(IP::getIpAddress).orElse("");
    }

    /** Floating addresses, which have no name: by what they are described as. */
    Map<String, String> floating() {
        Map<String, String> there = new TreeMap<>();
        for (JsonNode address : cloud.floatingAddresses()) {
            there.put(
                    address.path("description").asText(),
                    address.path("floating_ip_address").asText());
        }
        return there;
    }
}
