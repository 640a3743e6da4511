package io.petaforge.storage.predict;

/**
 * What one byte of a user's costs.
 *
 * @param drive bytes read from or written to drives
 * @param osdOut bytes that leave the OSDs' hosts for other hosts
 * @param osdIn bytes that reach the OSDs' hosts
 * @param gatewayOut bytes that leave the gateways' hosts
 * @param gatewayIn bytes that reach them
 * @param clientOut bytes that leave the clients
 * @param clientIn bytes that reach them
 * @param osdCpu thread seconds of OSDs for each GiB
 * @param gatewayCpu thread seconds of gateways for each GiB
 * @param clientCpu thread seconds of clients for each GiB
 * @param operations OSD operations, copies and chunks counted, for each object
 */
record Demand(
        boolean write,
        double drive,
        double osdOut,
        double osdIn,
        double gatewayOut,
        double gatewayIn,
        double clientOut,
        double clientIn,
        double osdCpu,
        double gatewayCpu,
        double clientCpu,
        double operations) {
    /** The bytes that cross the network, each counted once. */
    double crossings() {
        return osdOut + gatewayOut + clientOut;
    }

    /** The same through a gateway: once more over the network, and the client speaks S3. */
    Demand throughGateway(double toClient, double gateway, double client) {
        // To the OSDs the gateway is the client; the client is one step further.
        return new Demand(
                write,
                drive,
                osdOut,
                osdIn,
                write ? clientOut : toClient,
                write ? toClient : clientIn,
                write ? toClient : 0,
                write ? 0 : toClient,
                osdCpu,
                gateway,
                client,
                operations);
    }

    /** The same by another client. */
    Demand by(double client) {
        return new Demand(
                write,
                drive,
                osdOut,
                osdIn,
                gatewayOut,
                gatewayIn,
                clientOut,
                clientIn,
                osdCpu,
                gatewayCpu,
                client,
                operations);
    }
}
