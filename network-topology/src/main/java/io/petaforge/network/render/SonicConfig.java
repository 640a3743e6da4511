package io.petaforge.network.render;

import io.petaforge.network.dc.DataCenterPlan;
import io.petaforge.network.dc.Device;
import io.petaforge.network.dc.LinkKind;
import io.petaforge.network.dc.Overlay;
import io.petaforge.network.dc.Port;
import io.petaforge.network.dc.RackPlan;
import io.petaforge.network.dc.Role;
import io.petaforge.network.dc.Subnet;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes config_db.json of a switch that runs SONiC, by its YANG models.
 *
 * <p>It is loaded over the device's factory configuration ({@code config load}), which knows what a plan cannot: platform,
 * hardware SKU, MAC address and the physical lanes of each port. Routing is left to FRR's own file
 * ({@code docker_routing_config_mode} split), since unnumbered sessions have no form in BGP_NEIGHBOR.
 */
final class SonicConfig {
    /** Between the leaves of a pair only: their session and MC-LAG. */
    static final int PEER_VLAN = 4094;

    private static final String VTEP = "vtep";

    /** Above the number of every host's. */
    private static final String PEER_LINK = "PortChannel999";

    private final DataCenterPlan plan;
    private final RackPlan rack;
    private final Device device;
    private final Map<String, Integer> hosts;
    private final Map<String, Map<String, Map<String, String>>> tables = new TreeMap<>();

    private SonicConfig(DataCenterPlan plan, RackPlan rack, Device device, Map<String, Integer> hosts) {
        this.plan = plan;
        this.rack = rack;
        this.device = device;
        this.hosts = hosts;
    }

    /**
     * The file's text.
     *
     * @param rack whose management segment, and for a leaf whose data segments it is in
     * @param hosts the number of every host in its rack
     */
    static String of(DataCenterPlan plan, RackPlan rack, Device device, Map<String, Integer> hosts) {
        SonicConfig config = new SonicConfig(plan, rack, device, hosts);
        config.device();
        device.ports().forEach(config::port);
        config.segments();
        return Json.of(config.tables);
    }

    private void device() {
        Map<String, String> metadata = new TreeMap<>(Map.of(
                "hostname",
                device.id().value(),
                "type",
                device.role() == Role.LEAF ? "LeafRouter" : "SpineRouter",
                "docker_routing_config_mode",
                "split"));
        device.asn().ifPresent(asn -> metadata.put("bgp_asn", asn.toString()));
        put("DEVICE_METADATA", "localhost", metadata);
        put("LOOPBACK_INTERFACE", "Loopback0", Map.of());
        for (String loopback : device.loopbacks()) {
            put(
                    "LOOPBACK_INTERFACE",
                    "Loopback0|" + loopback + (loopback.indexOf(':') >= 0 ? "/128" : "/32"),
                    Map.of());
        }
        if (device.outOfBand().isPresent() && rack.outOfBand().isPresent()) {
            put(
                    "MGMT_INTERFACE",
                    "eth0|" + device.outOfBand().get(),
                    Map.of("gwaddr", rack.outOfBand().get().gateway()));
        }
    }

    private void port(Port port) {
        long speed = port.rate().bitsPerSecond() / 1_000_000;
        put(
                "PORT",
                port.name(),
                new TreeMap<>(Map.of(
                        "admin_status",
                        "up",
                        "speed",
                        String.valueOf(speed),
                        "mtu",
                        String.valueOf(
                                port.kind() == LinkKind.HOST
                                        ? plan.request().hostMtu()
                                        : plan.request().mtu()),
                        "description",
                        port.peer().toString())));
        if (port.parts() > 1) {
            put("BREAKOUT_CFG", port.cageName(), Map.of("brkout_mode", port.parts() + "x" + speed / 1000 + "G"));
        }
        boolean bridged = !plan.request().design().hostsRoute() && port.kind() == LinkKind.HOST;
        if (bridged) {
            access(port);
        } else if (port.kind() == LinkKind.PEER) {
            channel(PEER_LINK, port.name());
        } else if (port.address().isPresent()) {
            put("INTERFACE", port.name(), Map.of());
            put("INTERFACE", port.name() + "|" + port.address().get(), Map.of());
        } else {
            put("INTERFACE", port.name(), Map.of("ipv6_use_link_local_only", "enable"));
        }
    }

    /** A host's port: part of the host's channel where it has several ports. */
    private void access(Port port) {
        String member = port.name();
        if (plan.request().host().ports().size() > 1) {
            int number = hosts.getOrDefault(port.peer().machine().value(), 0) + 1;
            member = "PortChannel" + number;
            channel(member, port.name());
            if (device.ports().stream().anyMatch(other -> other.kind() == LinkKind.PEER)) {
                put("MCLAG_INTERFACE", "1|" + member, Map.of("if_type", "PortChannel"));
            }
        }
        for (Subnet subnet : rack.subnets()) {
            put(
                    "VLAN_MEMBER",
                    "Vlan" + subnet.vlan() + "|" + member,
                    Map.of("tagging_mode", subnet.purpose().equals(Subnet.PUBLIC) ? "untagged" : "tagged"));
        }
    }

    private void channel(String name, String member) {
        put(
                "PORTCHANNEL",
                name,
                new TreeMap<>(Map.of(
                        "admin_status",
                        "up",
                        "min_links",
                        "1",
                        "lacp_key",
                        "auto",
                        "mtu",
                        String.valueOf(plan.request().hostMtu()))));
        put("PORTCHANNEL_MEMBER", name + "|" + member, Map.of());
    }

    private void segments() {
        if (device.role() != Role.LEAF) {
            return;
        }
        boolean pair = device.ports().stream().anyMatch(port -> port.kind() == LinkKind.PEER);
        for (Subnet subnet : rack.subnets()) {
            String vlan = "Vlan" + subnet.vlan();
            Map<String, String> fields = new TreeMap<>(Map.of("vlanid", String.valueOf(subnet.vlan())));
            subnet.overlay().ifPresent(overlay -> {
                fields.put("mtu", String.valueOf(plan.request().hostMtu()));
                tunnel(vlan, overlay);
            });
            put("VLAN", vlan, fields);
            put(
                    "VLAN_INTERFACE",
                    vlan,
                    subnet.overlay().isPresent() ? Map.of("static_anycast_gateway", "true") : Map.of());
            put("VLAN_INTERFACE", vlan + "|" + subnet.gatewayAddress(), Map.of());
            if (pair) {
                put("VLAN_MEMBER", vlan + "|" + PEER_LINK, Map.of("tagging_mode", "tagged"));
            }
        }
        if (pair) {
            String vlan = "Vlan" + PEER_VLAN;
            put("VLAN", vlan, Map.of("vlanid", String.valueOf(PEER_VLAN)));
            put("VLAN_INTERFACE", vlan, Map.of());
            put("VLAN_INTERFACE", vlan + "|" + FrrRouter.PEER_ADDRESS + device.number() + "/31", Map.of());
            put("VLAN_MEMBER", vlan + "|" + PEER_LINK, Map.of("tagging_mode", "tagged"));
            put("MCLAG_UNIQUE_IP", vlan, Map.of("unique_ip", "enable"));
            put(
                    "MCLAG_DOMAIN",
                    "1",
                    new TreeMap<>(Map.of(
                            "source_ip",
                            FrrRouter.PEER_ADDRESS + device.number(),
                            "peer_ip",
                            FrrRouter.PEER_ADDRESS + (1 - device.number()),
                            "peer_link",
                            PEER_LINK)));
        }
    }

    /** The VLAN in all racks: this leaf's end of the tunnels, and the gateway's one hardware address. */
    private void tunnel(String vlan, Overlay overlay) {
        put("VXLAN_TUNNEL", VTEP, Map.of("src_ip", device.loopbacks().get(0)));
        put("VXLAN_EVPN_NVO", "nvo", Map.of("source_vtep", VTEP));
        put(
                "VXLAN_TUNNEL_MAP",
                VTEP + "|map_" + overlay.vni() + "_" + vlan,
                new TreeMap<>(Map.of("vlan", vlan, "vni", String.valueOf(overlay.vni()))));
        put("SAG", "GLOBAL", Map.of("gateway_mac", overlay.gatewayMac()));
    }

    private void put(String table, String key, Map<String, String> fields) {
        tables.computeIfAbsent(table, name -> new TreeMap<>()).put(key, fields);
    }
}
