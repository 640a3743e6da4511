package io.petaforge.lab;

import io.petaforge.api.ByteSize;
import io.petaforge.api.Disk;
import io.petaforge.api.MachineId;
import io.petaforge.api.Media;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** The names of everything that a lab makes outside its directory, and the identity of its disks. */
final class Naming {
    /** Kernel limit for interface names: IFNAMSIZ is 16 with the closing zero. */
    static final int INTERFACE_LENGTH = 15;

    static final String OUT_OF_BAND_PORT = "oob0";

    private Naming() {}

    /** A namespace name; the dot cannot occur in a cluster's or machine's name, so no lab's prefix is another's. */
    static String namespace(String cluster, MachineId machine) {
        return namespacePrefix(cluster) + machine;
    }

    static String namespacePrefix(String cluster) {
        return "pf." + cluster + ".";
    }

    static String bridge(int network) {
        return "pf" + network;
    }

    /** The bridge's end of a machine's out-of-band cable. */
    static String bridgePort(int network, int index) {
        return bridge(network) + "v" + index;
    }

    static String gateway(int network) {
        return "10.99." + network + ".1";
    }

    /** Machine 0 has .10: the addresses below stay free for whoever runs a tool on the out-of-band network. */
    static String address(int network, int index) {
        return "10.99." + network + "." + (10 + index);
    }

    /** The most machines that a /24 with its first ten addresses kept free can hold. */
    static final int MOST_MACHINES = 244;

    /** A data drive whose serial depends on nothing but where it is, so that a plan of the same inventory is the same. */
    static Disk dataDisk(String cluster, MachineId machine, int position, Media media, ByteSize size) {
        return new Disk(serial(cluster, machine, Integer.toString(position)), "petaforge lab disk", size, media, false);
    }

    /** The drive that holds the root filesystem: an overlay over the shared layers, of nominal size. */
    static Disk bootDisk(String cluster, MachineId machine) {
        return new Disk(serial(cluster, machine, "boot"), "petaforge lab root", ByteSize.ofGiB(10), Media.SSD, true);
    }

    private static String serial(String cluster, MachineId machine, String position) {
        return "LAB"
                + digest(cluster + "/" + machine + "/" + position)
                        .substring(0, 12)
                        .toUpperCase(Locale.ROOT);
    }

    /** SHA-256 in hexadecimal. */
    static String digest(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
