package io.petaforge.netboot;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.CloudInit;
import java.util.List;

/**
 * Ubuntu's installer answered for one machine.
 *
 * @param user login that is made, or root
 * @param operatorKey the public key that it accepts, in OpenSSH form
 */
record Installer(String user, String operatorKey) {
    /** The login that Ubuntu makes by itself. */
    private static final String IMAGE_USER = "ubuntu";

    Installer {
        requireNonNull(user, "user");
        requireNonNull(operatorKey, "operatorKey");
    }

    /**
     * The answers, and within them what the installed system is told at its first boot. The installer's own SSH server has a
     * key of its own and would be taken for a wrong machine: it is stopped.
     */
    String userData(BootTarget target) {
        String system = CloudInit.render(
                target.machine().value(),
                user,
                IMAGE_USER,
                operatorKey,
                List.of(target.hostKey().privateFile(), target.hostKey().publicLine()));
        StringBuilder text = new StringBuilder("#cloud-config\n");
        text.append(
                """
                autoinstall:
                  version: 1
                  refresh-installer: {update: false}
                  locale: C.UTF-8
                  early-commands:
                    - systemctl stop ssh.service ssh.socket || true
                  # A drive that none matches ends the installation: no other is ever taken in its place.
                  storage:
                    layout:
                      name: direct
                      match: {serial: "*%s*"}
                  ssh: {install-server: true, allow-pw: false}
                  packages: [python3]
                  updates: security
                  shutdown: reboot
                  user-data:
                """
                        .formatted(target.bootDrive()));
        system.lines().skip(1).forEach(line -> text.append("    ").append(line).append('\n'));
        return text.toString();
    }

    /** Changes with the host key, as an identity should. */
    static String metaData(BootTarget target) {
        return "instance-id: " + target.machine() + "-"
                + Integer.toHexString(target.hostKey().publicLine().hashCode()) + "\nlocal-hostname: "
                + target.machine() + "\n";
    }
}
