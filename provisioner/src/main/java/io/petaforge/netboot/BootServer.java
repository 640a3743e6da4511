package io.petaforge.netboot;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.Cidr;
import java.nio.file.Path;

/**
 * The server that the machines boot from.
 *
 * @param cluster the cluster's name, for the files' first lines
 * @param address its IPv4 address in the machines' network
 * @param network the machines' network
 * @param proxy whether another server of the site gives addresses, so that this one tells only what to boot
 * @param httpPort TCP port of its web server
 * @param directory where the files lie on it
 */
public record BootServer(String cluster, String address, Cidr network, boolean proxy, int httpPort, Path directory) {
    public BootServer {
        requireNonNull(cluster, "cluster");
        requireNonNull(address, "address");
        requireNonNull(network, "network");
        requireNonNull(directory, "directory");
    }

    /** Where the web server is. */
    String url() {
        return "http://" + address + ":" + httpPort;
    }
}
