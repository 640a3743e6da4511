package io.petaforge.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * User data for cloud-init: the host keys that petaforge made, so that the first connection knows whom it talks to, and
 * the operator's public key. Pure.
 *
 * <p>Whoever runs the cloud or the MAAS region can read user data, and in them the host's private key; he could as well
 * install what he likes on the machine.
 */
public final class CloudInit {
    private CloudInit() {}

    /**
     * The user data of a machine that stays until it is given back.
     *
     * @param user login that the operator's key is given to; root, the image's own login, or one that is made
     * @param imageUser the login that the image makes by itself, such as {@code ubuntu}
     * @param operatorKey public key in OpenSSH form
     * @param hostKey the machine's Ed25519 key: the private file's text, and the public line
     */
    public static String render(
            String hostname, String user, String imageUser, String operatorKey, List<String> hostKey) {
        return render(hostname, user, imageUser, operatorKey, hostKey, Optional.empty());
    }

    /**
     * As above, for a machine that may have an end.
     *
     * @param end when it switches itself off, by {@link EndTimer}
     */
    public static String render(
            String hostname,
            String user,
            String imageUser,
            String operatorKey,
            List<String> hostKey,
            Optional<Instant> end) {
        StringBuilder text = new StringBuilder("#cloud-config\n");
        text.append("hostname: ").append(hostname).append('\n');
        text.append("preserve_hostname: false\n");
        // Those of the image, if it has any, must not stay beside ours.
        text.append("ssh_deletekeys: true\n");
        text.append("ssh_pwauth: false\n");
        text.append("ssh_keys:\n  ed25519_private: |\n");
        hostKey.get(0).strip().lines().forEach(line -> text.append("    ")
                .append(line)
                .append('\n'));
        text.append("  ed25519_public: ").append(hostKey.get(1)).append('\n');
        if (user.equals("root")) {
            text.append("disable_root: false\n");
        }
        if (user.equals(imageUser)) {
            text.append("ssh_authorized_keys:\n  - ").append(operatorKey).append('\n');
        } else {
            text.append("users:\n  - default\n  - name: ").append(user).append('\n');
            if (!user.equals("root")) {
                text.append("    sudo: ALL=(ALL) NOPASSWD:ALL\n    shell: /bin/bash\n    lock_passwd: true\n");
            }
            text.append("    ssh_authorized_keys:\n      - ")
                    .append(operatorKey)
                    .append('\n');
        }
        end.ifPresent(instant -> text.append(end(instant)));
        return text.toString();
    }

    private static String end(Instant end) {
        StringBuilder text = new StringBuilder("write_files:\n");
        new EndTimer(end).files().forEach((path, content) -> {
            text.append("  - path: ").append(path).append("\n    content: |\n");
            content.lines().forEach(line -> text.append("      ").append(line).append('\n'));
        });
        return text.append("runcmd:\n  - [systemctl, daemon-reload]\n  - [systemctl, enable, --now, ")
                .append(EndTimer.TIMER)
                .append("]\n")
                .toString();
    }
}
