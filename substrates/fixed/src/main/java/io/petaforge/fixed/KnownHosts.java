package io.petaforge.fixed;

import io.petaforge.api.ExitCode;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A {@code known_hosts} file of OpenSSH: plain names, names with a port, hashed names, wildcards and exceptions.
 * Certificate authorities are left out, and so is a key that the file revokes.
 */
public final class KnownHosts {
    private static final int STANDARD_PORT = 22;

    /** One line: who it is about, and the key. */
    private record Entry(boolean revoked, String names, String key) {}

    private final List<Entry> entries;

    private KnownHosts(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    /**
     * Reads a file.
     *
     * @throws PetaforgeException when it cannot be read
     */
    public static KnownHosts read(Path file) {
        try {
            return of(Files.readAllLines(file, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new PetaforgeException(
                    ExitCode.BAD_INPUT,
                    Problem.at(
                            "PF-FIX-001",
                            "substrate.fixed.known-hosts",
                            "the file " + file + " cannot be read: " + e,
                            "name a file in the form of ~/.ssh/known_hosts that you may read, or list host-keys"),
                    e);
        }
    }

    /** The same from its lines; what is no entry is passed over. */
    static KnownHosts of(List<String> lines) {
        List<Entry> entries = new ArrayList<>();
        for (String line : lines) {
            List<String> words = new ArrayList<>(List.of(line.strip().split("\\s+")));
            if (words.get(0).startsWith("#") || words.get(0).equals("@cert-authority")) {
                continue;
            }
            boolean revoked = words.get(0).equals("@revoked");
            if (revoked) {
                words.remove(0);
            }
            if (words.size() >= 3) {
                entries.add(new Entry(revoked, words.get(0), words.get(1) + " " + words.get(2)));
            }
        }
        return new KnownHosts(entries);
    }

    /** The keys of a host, in the order of the file; empty when it is not known. */
    public List<String> keys(String address, int port) {
        String name = port == STANDARD_PORT ? address : "[" + address + "]:" + port;
        List<String> revoked = entries.stream()
                .filter(Entry::revoked)
                .filter(entry -> matches(entry.names(), name))
                .map(Entry::key)
                .toList();
        return entries.stream()
                .filter(entry -> !entry.revoked() && matches(entry.names(), name))
                .map(Entry::key)
                .filter(key -> !revoked.contains(key))
                .distinct()
                .toList();
    }

    private static boolean matches(String names, String name) {
        if (names.startsWith("|1|")) {
            return hashed(names, name);
        }
        boolean found = false;
        for (String pattern : names.split(",")) {
            boolean except = pattern.startsWith("!");
            if (wildcard(except ? pattern.substring(1) : pattern, name)) {
                if (except) {
                    return false;
                }
                found = true;
            }
        }
        return found;
    }

    /** {@code *} and {@code ?}; letters may be of either case. */
    private static boolean wildcard(String pattern, String name) {
        // Nearly every line is a plain name, and with a thousand hosts each of a thousand lines is compared with each.
        if (pattern.indexOf('*') < 0 && pattern.indexOf('?') < 0) {
            return pattern.equalsIgnoreCase(name);
        }
        StringBuilder regex = new StringBuilder("(?i)");
        for (char c : pattern.toCharArray()) {
            regex.append(c == '*' ? ".*" : c == '?' ? "." : java.util.regex.Pattern.quote(String.valueOf(c)));
        }
        return name.matches(regex.toString());
    }

    /** {@code |1|salt|hash}: HMAC-SHA1 of the name under the salt. */
    private static boolean hashed(String field, String name) {
        String[] parts = field.split("\\|");
        if (parts.length != 4) {
            return false;
        }
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(parts[2]), "HmacSHA1"));
            return MessageDigest.isEqual(
                    mac.doFinal(name.getBytes(StandardCharsets.UTF_8)),
                    Base64.getDecoder().decode(parts[3]));
        } catch (IllegalArgumentException e) {
            // No base64: a damaged line knows nobody.
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC-SHA1", e);
        }
    }
}
