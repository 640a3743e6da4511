package io.petaforge.netboot;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;

/** All files of a network boot server, from its machines: the same machines give the same files. */
public final class NetworkBoot {
    /** Everything below it is for the machines; all else is for the server's administrator. */
    static final String WEB = "http";

    private final BootServer server;
    private final List<BootTarget> targets;
    private final Installer installer;

    /**
     * Files for these machines.
     *
     * @param user login that is made on them, or root
     * @param operatorKey the public key that it accepts, in OpenSSH form
     */
    public NetworkBoot(BootServer server, List<BootTarget> targets, String user, String operatorKey) {
        this.server = requireNonNull(server, "server");
        List<BootTarget> ordered = new ArrayList<>(targets);
        ordered.sort(Comparator.comparing(BootTarget::machine));
        this.targets = List.copyOf(ordered);
        this.installer = new Installer(user, operatorKey);
    }

    /** Whether a file holds a private key, so that only its owner may read it. */
    public static boolean isPrivate(String path) {
        return path.endsWith("/user-data");
    }

    /** Gives every file's path and text. */
    public void render(BiConsumer<String, String> files) {
        files.accept("README.txt", ServerReadme.render(server, targets));
        files.accept("dnsmasq.conf", DnsmasqFile.render(server, targets));
        files.accept("nginx.conf", WebServerFile.render(server, targets));
        files.accept("tftp/grub/grub.cfg", GrubMenu.first());
        for (BootTarget target : targets) {
            files.accept("tftp/grub/host-" + target.mac() + ".cfg", GrubMenu.of(server, target));
            String directory = WEB + "/" + target.machine() + "/";
            files.accept(directory + "user-data", installer.userData(target));
            files.accept(directory + "meta-data", Installer.metaData(target));
            files.accept(directory + "vendor-data", "");
        }
    }
}
