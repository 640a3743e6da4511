package io.petaforge.network.render;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Decides a router's BGP identifier. It has 32 bits and the form of an IPv4 address, and must be unique in the fabric, no
 * more: an IPv4 loopback itself, or of an IPv6 one the last 24 bits, which count the routers of the range, behind a 10.
 */
final class RouterId {
    private RouterId() {}

    static String of(String loopback) {
        if (loopback.indexOf(':') < 0) {
            return loopback;
        }
        try {
            // Of an address in digits no name is looked up.
            byte[] bits = InetAddress.getByName(loopback).getAddress();
            return "10." + (bits[13] & 255) + "." + (bits[14] & 255) + "." + (bits[15] & 255);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(loopback + " is not an address", e);
        }
    }
}
