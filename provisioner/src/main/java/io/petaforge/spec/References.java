package io.petaforge.spec;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/** The forms of what points out of the inventory: files, addresses, secrets. */
final class References {
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern SECRET_SETTING = Pattern.compile(
            "(?i).*(password|passwd|passphrase|secret|token|secret[._ -]?key|access[._ -]?key|encryption[._ -]?keys?)");

    private References() {}

    /** Whether a setting of Ceph or Spark holds a secret, going by its name. */
    static boolean isSecretSetting(String name) {
        return SECRET_SETTING.matcher(name).matches();
    }

    /** A path, relative to the inventory's directory. */
    static Form<Path> path(Path directory) {
        return text -> {
            // With sudo, ~ would be root's home, seldom what is meant.
            if (text.startsWith("~")) {
                throw new BadValue(
                        InventoryCode.REFERENCE,
                        "'" + text + "': it is not certain whose home directory '~' is when petaforge runs as root",
                        "Write the path in full, or relative to the inventory.");
            }
            try {
                return directory.resolve(text).normalize();
            } catch (InvalidPathException e) {
                throw new BadValue(InventoryCode.REFERENCE, "this is not a path: " + e.getReason(), "Write a path.");
            }
        };
    }

    /** {@code env:NAME} or {@code file:path}. What is neither is taken for the secret itself and not repeated. */
    static Form<SecretRef> secret(Path directory) {
        return text -> {
            if (text.startsWith("env:")) {
                String variable = text.substring("env:".length());
                if (!VARIABLE.matcher(variable).matches()) {
                    throw new BadValue(
                            InventoryCode.REFERENCE,
                            "what follows 'env:' is not the name of an environment variable",
                            "Write for example env:S3_SECRET_KEY.");
                }
                return new SecretRef.Env(variable);
            }
            if (text.startsWith("file:")) {
                return new SecretRef.File(path(directory).read(text.substring("file:".length())));
            }
            throw new BadValue(
                    InventoryCode.INLINE_SECRET,
                    "a secret stands in the file itself",
                    "Keep it in a file with mode 0600 and write 'file:<path>', or 'env:<VARIABLE>'; and change the secret"
                            + " if the inventory was ever committed or sent.");
        };
    }

    /** An http or https address without credentials. */
    static Form<String> url(String noun, String example) {
        return text -> {
            String fix = "Write an address such as " + example + ".";
            URI uri;
            try {
                uri = new URI(text);
            } catch (URISyntaxException e) {
                throw new BadValue(InventoryCode.REFERENCE, "this is not the address of " + noun, fix);
            }
            if (uri.getRawUserInfo() != null) {
                throw new BadValue(
                        InventoryCode.INLINE_SECRET,
                        "the address carries a user or password",
                        "Take it out; let the address be reachable without, from the machines that use it.");
            }
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            if (!(scheme.equals("http") || scheme.equals("https")) || uri.getHost() == null) {
                throw new BadValue(InventoryCode.REFERENCE, "'" + text + "' is not the address of " + noun, fix);
            }
            return text;
        };
    }
}
