package io.petaforge.maas;

import java.util.List;

/**
 * The user data of a deployment: the host keys that petaforge made, so that the first connection knows whom it talks to,
 * and the operator's public key. Pure.
 *
 * <p>MAAS stores user data and hands them to the machine: whoever administers the region can read the host's private key,
 * and could as well install what he likes on it.
 */
final class CloudInit {
    /** The login that Ubuntu's images make. */
    private static final String DEFAULT_USER = "ubuntu";

    private CloudInit() {}

    static String render(String hostname, String user, String operatorKey, List<String> hostKey) {
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
        if (user.equals(DEFAULT_USER)) {
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
        return text.toString();
    }
}
