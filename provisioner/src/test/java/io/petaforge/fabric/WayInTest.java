package io.petaforge.fabric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.network.dc.DataCenterRequest;
import io.petaforge.remote.Output;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WayInTest {
    private static final DataCenterRequest.Ranges RANGES =
            Fabrics.plan(1).request().ranges();
    private static final Set<String> OWNED = Set.of("fab0", "bond0");

    @Test
    void aLabHostIsReachedApartFromItsFabric() {
        WayIn way = parse("client 10.99.0.1\nroute 10.99.0.0/24 dev oob0 proto kernel scope link src 10.99.0.10 \n");
        assertEquals(new WayIn("10.99.0.1", "10.99.0.0/24", Set.of("oob0"), false), way);
        assertTrue(way.isApartFrom(OWNED, RANGES));
    }

    /** What the plan sets up could take each of these away. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    a planned port          | client 10.1.0.1   | route 10.1.0.0/16 dev fab0 scope link
                    what stands on one      | client 10.1.0.1   | route 10.1.0.0/16 dev fab0.7 scope link;over fab0
                    a bond of the plan      | client 10.1.0.1   | route 10.1.0.0/16 via 10.1.0.9 dev bond0
                    the default route       | client 192.0.2.1  | route default via 10.99.0.1 dev oob0
                    several ways            | client 10.1.0.1   | route 10.1.0.0/16 proto bgp\\    nexthop dev oob0 \\    nexthop dev oob1
                    a client in the fabric  | client 10.20.0.33 | route 10.0.0.0/8 dev oob0
                    a client in a segment   | client 10.64.0.13 | route 10.0.0.0/8 dev oob0
                    IPv6                    | client fe80::1%eth0 | route fe80::/64 dev oob0
                    nothing known           | -                 | -
                    """)
    void otherHostsAreNot(String what, String client, String route) {
        assertFalse(parse(client + "\n" + route.replace(';', '\n') + "\n").isApartFrom(OWNED, RANGES), what);
    }

    @Test
    void anUnconfirmedChangeIsSeen() {
        assertTrue(parse("unconfirmed\n").unconfirmed());
    }

    /** On this machine, which has a route to itself. */
    @Test
    void theProgramFindsTheClientsRoute() throws Exception {
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", Scripts.WAY_IN.text());
        builder.environment()
                .putAll(Map.of("SSH_CONNECTION", "127.0.0.1 40000 127.0.0.1 22", "PETAFORGE_STATE", "/nonexistent"));
        Process process = builder.start();
        WayIn way = parse(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        assertEquals(0, process.waitFor());
        assertEquals("127.0.0.1", way.client());
        assertEquals(Set.of("lo"), way.devices());
    }

    private static WayIn parse(String text) {
        return WayIn.parse(new Output(0, text, ""));
    }
}
