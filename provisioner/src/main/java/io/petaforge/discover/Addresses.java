package io.petaforge.discover;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Reads the addresses of {@code ip -j address}. */
final class Addresses {
    private Addresses() {}

    /** IPv4 addresses of global scope, without prefix length, in the order of the interfaces; loopback's /32 included. */
    static List<String> read(String ip) {
        List<String> addresses = new ArrayList<>();
        for (JsonNode link : Json.read(ip)) {
            for (JsonNode address : link.path("addr_info")) {
                if (Json.text(address.path("family")).equals("inet")
                        && Json.text(address.path("scope")).equals("global")) {
                    addresses.add(Json.text(address.path("local")));
                }
            }
        }
        return List.copyOf(addresses);
    }
}
