package io.petaforge.network.dc;

/** How a network operating system names the ports of a switch. */
public enum PortNaming {
    /** SONiC: {@code Ethernet} and the first serdes lane, so that parts of a broken-out port keep their numbers. */
    SONIC {
        @Override
        String name(int firstLane, int frontPort, int parts, int part) {
            return "Ethernet" + firstLane;
        }
    },
    /** Cumulus Linux and plain switchdev: {@code swp} and the port from 1, {@code s0}... for its parts. */
    SWP {
        @Override
        String name(int firstLane, int frontPort, int parts, int part) {
            return "swp" + (frontPort + 1) + (parts > 1 ? "s" + part : "");
        }
    };

    /**
     * The port's name.
     *
     * @param firstLane the first serdes lane, counted over the whole switch from 0
     * @param frontPort the cage, counted over the whole switch from 0
     * @param parts into how many ports the cage is broken out; 1 when it is not
     * @param part which of them, from 0
     */
    abstract String name(int firstLane, int frontPort, int parts, int part);
}
