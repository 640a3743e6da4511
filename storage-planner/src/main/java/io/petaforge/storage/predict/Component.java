package io.petaforge.storage.predict;

/** What can set a limit. */
public enum Component {
    /** The drives' bandwidth. */
    DRIVES("drives"),
    /** How many operations a second the drives are promised to carry out; volumes of clouds have such a limit. */
    OPERATIONS("drive operations"),
    /** How many operations a second the OSDs carry out; it limits small objects. */
    OSDS("OSD operations"),
    /** The storage hosts' network ports. */
    NIC("NICs"),
    /** The slots the network cards sit in. */
    PCIE("PCIe slots of the NICs"),
    /** The storage hosts' threads, with everything that runs there. */
    CPU("CPU"),
    /** The gateway daemons, or the network and threads of hosts that run nothing else. */
    GATEWAYS("gateways"),
    /** The clients' network and threads. */
    CLIENTS("clients"),
    /** How much of a drive Ceph gives to recovery. */
    RECOVERY("recovery budget");

    private final String words;

    Component(String words) {
        this.words = words;
    }

    /** For people. */
    public String words() {
        return words;
    }
}
