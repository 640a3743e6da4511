package io.petaforge.state;

import io.petaforge.api.ExitCode;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.api.Secret;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What another operator needs to go on with a cluster: the accepted plan, the allocations, every secret, what the substrate
 * recorded, and the host keys. Journals, reports and the lock are this machine's own business.
 *
 * @param files content by path below the cluster's directory, with {@code /} between the names
 */
public record StateFiles(SortedMap<String, Secret> files) {
    /** The accepted plan: written last when a state is restored, so that half a state never passes for one. */
    public static final String PLAN = "plan.json";

    /** In OpenSSH's form, the host keys of all machines as they were when the copy was made. */
    public static final String PINS = "known_hosts";

    /** Under this name the host keys made for network installs are kept, which lie beside the cluster's directory. */
    static final String INSTALLED = "installed-host-keys";

    private static final List<String> SINGLE =
            List.of(PLAN, "allocations.json", "end.json", "s3a.json", Generations.FILE, "fixed-machines", PINS);
    private static final List<String> DIRECTORIES = List.of("secrets", "maas", "aws", "openstack");

    /** What a killed write leaves behind. */
    private static final Pattern UNFINISHED = Pattern.compile("(\\..*\\.tmp|.*\\.new)");

    private static final Pattern PATH = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]*(/[A-Za-z0-9][A-Za-z0-9._@-]*)*");

    public StateFiles {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    /**
     * Those of a cluster that exist now.
     *
     * @throws PetaforgeException when one of them cannot be read
     */
    public static StateFiles of(StateDir state) {
        SortedMap<String, Secret> files = new TreeMap<>();
        for (String name : SINGLE) {
            read(state.path().resolve(name), name, files);
        }
        for (String name : DIRECTORIES) {
            below(state.path().resolve(name), name, files);
        }
        below(installed(state), INSTALLED, files);
        return new StateFiles(files);
    }

    private static void below(Path directory, String name, SortedMap<String, Secret> files) {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (Stream<Path> found = Files.walk(directory)) {
            found.filter(Files::isRegularFile)
                    .filter(file ->
                            !UNFINISHED.matcher(file.getFileName().toString()).matches())
                    .forEach(file -> read(
                            file,
                            name + "/" + directory.relativize(file).toString().replace('\\', '/'),
                            files));
        } catch (IOException | UncheckedIOException e) {
            throw unreadable(directory, e);
        }
    }

    private static void read(Path file, String name, SortedMap<String, Secret> files) {
        if (!Files.isRegularFile(file)) {
            return;
        }
        try {
            files.put(name, new Secret(Files.readString(file)));
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static PetaforgeException unreadable(Path file, Exception e) {
        return new PetaforgeException(
                ExitCode.PREFLIGHT,
                Problem.of(
                        "PF-STATE-009",
                        file + " cannot be read: " + e,
                        "run as the user who built the cluster; if it is damaged, 'petaforge adopt INVENTORY' moves it"
                                + " aside and takes what the cluster keeps"),
                e);
    }

    /** Host keys made for network installs outlive the cluster, hence beside its directory. */
    private static Path installed(StateDir state) {
        return state.path().resolveSibling(state.path().getFileName() + ".host-keys");
    }

    /** Where a file of this name lies. */
    static Path place(StateDir state, String name) {
        return name.startsWith(INSTALLED + "/")
                ? installed(state).resolve(name.substring(INSTALLED.length() + 1))
                : state.path().resolve(name);
    }

    /** The same with another content of one file. */
    public StateFiles with(String name, String content) {
        SortedMap<String, Secret> more = new TreeMap<>(files);
        more.put(name, new Secret(content));
        return new StateFiles(more);
    }

    /** The checksum of one content. */
    static String sha256(Secret content) {
        return hex(digest(content.reveal().getBytes(StandardCharsets.UTF_8)));
    }

    /** Checksums of the secrets by their names. */
    Map<String, String> secrets() {
        Map<String, String> sums = new TreeMap<>();
        files.forEach((name, content) -> {
            if (name.startsWith("secrets/")) {
                sums.put(name.substring("secrets/".length()), sha256(content));
            }
        });
        return sums;
    }

    /** SHA-256 over names and contents, 64 hex digits. */
    String digest() {
        return hex(digest(bytes()));
    }

    /** Number of files, then name, length and content of each. */
    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(files.size());
            for (Map.Entry<String, Secret> file : files.entrySet()) {
                byte[] content = file.getValue().reveal().getBytes(StandardCharsets.UTF_8);
                out.writeUTF(file.getKey());
                out.writeInt(content.length);
                out.write(content);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * From what {@link #bytes} gave.
     *
     * @throws IllegalArgumentException when it is anything else, such as names that lead out of the directory
     */
    static StateFiles read(byte[] bytes) {
        SortedMap<String, Secret> files = new TreeMap<>();
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            for (int left = in.readInt(); left > 0; left--) {
                String name = in.readUTF();
                if (!PATH.matcher(name).matches()) {
                    throw new IllegalArgumentException("no name of a file of the state: " + name);
                }
                int length = in.readInt();
                if (length < 0 || length > in.available()) {
                    throw new IllegalArgumentException(name + " is cut off");
                }
                files.put(name, new Secret(new String(in.readNBytes(length), StandardCharsets.UTF_8)));
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("it is cut off", e);
        }
        return new StateFiles(files);
    }

    private static byte[] digest(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
