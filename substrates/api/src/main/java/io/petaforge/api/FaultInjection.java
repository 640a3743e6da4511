package io.petaforge.api;

/**
 * The capability of breaking cables and switches on purpose, so that it can be seen what a cluster survives and what
 * notices. A fault is a state, not an event: asking for one that is there changes nothing, nor does taking one away that
 * is not there. Nothing is written down: each is taken away by its own inverse, and giving the cluster back takes all.
 *
 * <p>Ports are those of the cluster's cables. All methods throw {@link PetaforgeException} when there is no such cluster,
 * machine or port.
 */
public interface FaultInjection {
    /** Pulls the cable out of a port: both its ends are without light at once. */
    void pull(String cluster, PortRef port);

    /** Puts it back; so does switching the machine off and on. */
    void plug(String cluster, PortRef port);

    /** Exchanges the plugs in two ports, of one machine or of two: each port then has the other one's cable. */
    void exchange(String cluster, PortRef one, PortRef other);

    /** Puts the plugs in two ports back to where they belong. */
    void exchangeBack(String cluster, PortRef one, PortRef other);

    /** Sets the largest packet that a port sends and takes, in bytes with the IP header; the inverse is the planned size. */
    void packetSize(String cluster, PortRef port, int bytes);

    /** Loses every IPv4 packet that arrives at a port, without a word to its sender; IPv6 and LLDP still pass. */
    void loseIpv4(String cluster, PortRef port);

    /** Lets IPv4 in again. */
    void passIpv4(String cluster, PortRef port);

    /**
     * Makes a machine dead but for its light: it neither forwards nor answers, and its links stay up, so that only
     * silence tells its neighbours.
     */
    void freeze(String cluster, MachineId machine);

    /** Wakes it where it was. */
    void thaw(String cluster, MachineId machine);
}
