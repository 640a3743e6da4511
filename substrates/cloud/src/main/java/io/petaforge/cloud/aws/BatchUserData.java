package io.petaforge.cloud.aws;

import io.petaforge.api.CloudInit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/**
 * User data of machines that one request makes: EC2 gives all of them the same, and each finds its own name and host key in
 * them by its launch index (a template that cloud-init renders). So the machines of a request can read each other's host
 * keys, as everybody can who may read the instances' attributes in the account. Pure.
 */
final class BatchUserData {
    /** EC2's limit, before base64. */
    static final int LIMIT = 16 * 1024;
    /** As many as surely stay below the limit when they are packed. */
    static final int MACHINES = 40;

    /** One machine's name and host key: the private file's text, and the public line. */
    record Identity(String machine, List<String> hostKey) {
        Identity {
            hostKey = List.copyOf(hostKey);
        }
    }

    private BatchUserData() {}

    static byte[] of(
            List<Identity> machines, String user, String imageUser, String operatorKey, Optional<Instant> end) {
        byte[] text = text(machines, user, imageUser, operatorKey, end).getBytes(StandardCharsets.UTF_8);
        return text.length <= LIMIT ? text : packed(text);
    }

    static String text(
            List<Identity> machines, String user, String imageUser, String operatorKey, Optional<Instant> end) {
        if (machines.size() == 1) {
            return one(machines.get(0), user, imageUser, operatorKey, end);
        }
        StringBuilder text = new StringBuilder("## template: jinja\n#cloud-config\n");
        for (int index = 0; index < machines.size(); index++) {
            text.append("{% ")
                    .append(index == 0 ? "if" : "elif")
                    .append(" ds.meta_data.ami_launch_index | string == '")
                    .append(index)
                    .append("' %}\n");
            String config = one(machines.get(index), user, imageUser, operatorKey, end);
            text.append(config.substring(config.indexOf('\n') + 1));
        }
        return text.append("{% endif %}\n").toString();
    }

    private static String one(
            Identity machine, String user, String imageUser, String operatorKey, Optional<Instant> end) {
        return CloudInit.render(machine.machine(), user, imageUser, operatorKey, machine.hostKey(), end);
    }

    /** The same bytes for the same text: a client token stands for one request to the letter. */
    private static byte[] packed(byte[] text) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }
}
