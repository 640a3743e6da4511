package io.petaforge.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.petaforge.api.MachineId;
import io.petaforge.api.PortRef;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlugsTest {
    private static final PortRef ONE = new PortRef(new MachineId("leaf-1"), "swp3");
    private static final PortRef OTHER = new PortRef(new MachineId("leaf-2"), "swp4");
    private static final Map<PortRef, String> WHERE = namespaces();

    @Test
    void plugsThatNeverMovedAreInThePortsOfTheirNames() {
        Plugs plugs = Plugs.find(
                WHERE,
                Map.of(
                        "pf.x.leaf-1",
                        link("swp3@if9", "") + link("swp4@if8", ""),
                        "pf.x.leaf-2",
                        link("swp3@if5", "") + link("swp4@if4", "")));
        assertEquals(List.of(), plugs.towards(Map.of(ONE, ONE, OTHER, OTHER), WHERE));
        assertEquals(
                List.of(
                        new Plugs.Move(new Plugs.Placed("pf.x.leaf-1", "swp3", ONE), "pf.x.leaf-2", "swp4"),
                        new Plugs.Move(new Plugs.Placed("pf.x.leaf-2", "swp4", OTHER), "pf.x.leaf-1", "swp3")),
                plugs.towards(exchanged(), WHERE));
    }

    @Test
    void exchangedPlugsAreKnownByTheirAliases() {
        Plugs plugs = Plugs.find(
                WHERE,
                Map.of("pf.x.leaf-1", link("swp3@if9", "leaf-2:swp4"), "pf.x.leaf-2", link("swp4@if4", "leaf-1:swp3")));
        assertEquals(List.of(), plugs.towards(exchanged(), WHERE));
        assertEquals(2, plugs.towards(Map.of(ONE, ONE, OTHER, OTHER), WHERE).size());
    }

    @Test
    void aPlugLeftInTheHandIsPutIn() {
        Plugs plugs = Plugs.find(
                WHERE,
                Map.of(
                        "pf.x.leaf-1",
                        link("swp3@if9", "leaf-2:swp4"),
                        "pf.x.leaf-2",
                        link("swp1@if4", ""),
                        "pf.x..hand",
                        link("p0123456789ab@if7", "leaf-1:swp3")));
        assertEquals(
                List.of(new Plugs.Move(new Plugs.Placed("pf.x..hand", "p0123456789ab", ONE), "pf.x.leaf-2", "swp4")),
                plugs.towards(exchanged(), WHERE));
    }

    private static Map<PortRef, PortRef> exchanged() {
        Map<PortRef, PortRef> wanted = new LinkedHashMap<>();
        wanted.put(ONE, OTHER);
        wanted.put(OTHER, ONE);
        return wanted;
    }

    private static Map<PortRef, String> namespaces() {
        Map<PortRef, String> namespaces = new LinkedHashMap<>();
        namespaces.put(ONE, "pf.x.leaf-1");
        namespaces.put(OTHER, "pf.x.leaf-2");
        return namespaces;
    }

    /** A line as iproute2 6.1 prints it. */
    private static String link(String name, String alias) {
        return "12: " + name + ": <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP mode DEFAULT group"
                + " default qlen 1000\\    link/ether 2a:92:af:5a:6a:40 brd ff:ff:ff:ff:ff:ff link-netns pf.x.h-1"
                + (alias.isEmpty() ? "" : "\\    alias " + alias) + "\n";
    }
}
