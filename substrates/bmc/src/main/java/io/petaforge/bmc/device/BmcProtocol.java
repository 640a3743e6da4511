package io.petaforge.bmc.device;

/** What a management controller speaks. */
public enum BmcProtocol {
    IPMI(623),
    REDFISH(443);

    private final int port;

    BmcProtocol(int port) {
        this.port = port;
    }

    /** The port that it listens on unless told otherwise: UDP for IPMI, TCP for Redfish. */
    public int port() {
        return port;
    }
}
