package io.petaforge.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line that boots a host from its root directory. */
final class BootCommand {
    /** With what. */
    enum Means {
        NSPAWN,
        PLAIN;

        /** systemd-nspawn where it is installed. */
        static Means ofThisMachine() {
            return HostTools.present("systemd-nspawn") ? NSPAWN : PLAIN;
        }
    }

    private BootCommand() {}

    /**
     * systemd-nspawn, with the reasons for what is not obvious: {@code --register=no --keep-unit} because there may be
     * no systemd outside to ask; {@code --capability=all} because a given network namespace brings no CAP_NET_ADMIN;
     * the kill signal is the one that systemd takes as an orderly stop; a read-only console keeps the supervisor's
     * standard input out of the host; the environment makes {@code /proc/sys/net} writable inside, which is the host's
     * own namespace anyway. Disks keep their kernel names because ceph-volume and lsblk look at those.
     */
    static List<String> nspawn(String machine, String namespace, Path root, List<Path> devices) {
        List<String> command = new ArrayList<>(List.of(
                "env",
                "-i",
                "PATH=/usr/sbin:/usr/bin:/sbin:/bin",
                "SYSTEMD_NSPAWN_API_VFS_WRITABLE=network",
                "systemd-nspawn",
                "--quiet",
                "--boot",
                "--register=no",
                "--keep-unit",
                "--settings=no",
                "--network-namespace-path=/run/netns/" + namespace,
                "--directory=" + root,
                "--machine=" + machine,
                "--capability=all",
                "--kill-signal=SIGRTMIN+3",
                "--console=read-only",
                "--resolv-conf=off",
                "--timezone=off",
                "--link-journal=no"));
        devices.forEach(device -> command.add("--bind=" + device));
        return List.copyOf(command);
    }

    /**
     * The same from util-linux alone, for machines without systemd-nspawn. The kernel ends the first process of a
     * namespace that asks for a restart with SIGHUP, so its parent ends with status 129.
     */
    static List<String> plain(String machine, String namespace, Path root, List<Path> devices, Path script) {
        List<String> command = new ArrayList<>(List.of(
                "nsenter",
                "--net=/run/netns/" + namespace,
                "unshare",
                "--mount",
                "--uts",
                "--ipc",
                "--pid",
                "--cgroup",
                "--fork",
                "--kill-child",
                "sh",
                script.toString(),
                root.toString(),
                machine));
        devices.forEach(device -> command.add(device.toString()));
        return List.copyOf(command);
    }
}
