package io.petaforge.tests;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Secrets in every form in which they may have got somewhere: as they are, in base64 (at any place within what was encoded),
 * in hexadecimal digits, escaped for a URL or for JSON. All are looked for in one pass over what is searched.
 */
final class Needles {
    /** A secret that was found, and in which form. */
    record Hit(String secret, String form) implements Comparable<Hit> {
        @Override
        public int compareTo(Hit other) {
            return toString().compareTo(other.toString());
        }

        @Override
        public String toString() {
            return form.equals(PLAIN) ? secret : secret + " in " + form;
        }
    }

    private record Needle(Hit hit, byte[] bytes) {}

    private static final String PLAIN = "plain text";
    private static final Pattern PRIVATE_KEY =
            Pattern.compile("-----BEGIN ([A-Z ]*)PRIVATE KEY-----\\s(.*?)-----END", Pattern.DOTALL);

    /** The window that is compared first: shorter secrets cannot be told from chance. */
    private static final int WINDOW = 4;

    private static final int SHORTEST_CODED = 7;
    private static final int BUCKETS = 1 << 20;
    private static final int CHUNK = 1 << 20;

    private final Map<Integer, List<Needle>> byWindow = new HashMap<>();
    private final BitSet filter = new BitSet(BUCKETS);
    private final Set<String> secrets = new TreeSet<>();
    private int longest;
    private int forms;

    /**
     * What of each secret is to be found.
     *
     * @param named secrets by name; of a file with a private key, that key is the secret, without what stands around it
     */
    Needles(Map<String, String> named) {
        named.forEach((name, secret) -> {
            Matcher key = PRIVATE_KEY.matcher(secret);
            boolean isKey = false;
            while (key.find()) {
                isKey = true;
                key(name, key.group(1), key.group(2));
            }
            if (!isKey && !secret.contains("BEGIN CERTIFICATE")) {
                value(name, secret.strip());
            }
        });
    }

    private Needles() {}

    /** Looked for together with another. */
    Needles and(String name, String secret) {
        Needles more = new Needles();
        byWindow.forEach((window, same) -> more.byWindow.put(window, new ArrayList<>(same)));
        more.filter.or(filter);
        more.secrets.addAll(secrets);
        more.longest = longest;
        more.forms = forms;
        more.value(name, secret);
        return more;
    }

    /** How many secrets are looked for. */
    int secrets() {
        return secrets.size();
    }

    /** The names of the secrets that are looked for. */
    Set<String> names() {
        return Set.copyOf(secrets);
    }

    /** In how many forms they are looked for, all in all. */
    int forms() {
        return forms;
    }

    /** The secrets in a text. */
    Set<Hit> in(String text) {
        return in(text.getBytes(UTF_8));
    }

    /** The secrets in these bytes. */
    Set<Hit> in(byte[] bytes) {
        Set<Hit> hits = new TreeSet<>();
        search(bytes, bytes.length, hits);
        return hits;
    }

    /** The secrets in a stream, which is read to its end. */
    Set<Hit> in(InputStream stream) throws IOException {
        Set<Hit> hits = new TreeSet<>();
        byte[] buffer = new byte[CHUNK + longest];
        int kept = 0;
        while (true) {
            int read = stream.readNBytes(buffer, kept, CHUNK);
            int filled = kept + read;
            search(buffer, filled, hits);
            if (read < CHUNK) {
                return hits;
            }
            // What begins here may end in the next chunk.
            kept = Math.min(longest, filled);
            System.arraycopy(buffer, filled - kept, buffer, 0, kept);
        }
    }

    private void search(byte[] bytes, int length, Set<Hit> hits) {
        int window = 0;
        for (int i = 0; i < length; i++) {
            window = window << 8 | bytes[i] & 0xff;
            if (i >= WINDOW - 1 && filter.get(bucket(window))) {
                int from = i - WINDOW + 1;
                for (Needle needle : byWindow.getOrDefault(window, List.of())) {
                    int to = from + needle.bytes().length;
                    if (to <= length && Arrays.equals(bytes, from, to, needle.bytes(), 0, needle.bytes().length)) {
                        hits.add(needle.hit());
                    }
                }
            }
        }
    }

    private static int bucket(int window) {
        return window * 0x9E3779B1 >>> 12;
    }

    /** A private key's lines: they are base64 already, and each of them tells a part. */
    private void key(String name, String kind, String body) {
        List<String> lines = new ArrayList<>(body.strip().lines().toList());
        if (kind.startsWith("OPENSSH")) {
            // Holds the format's name and the beginning of the public half, which anybody may see.
            lines.remove(0);
        }
        lines.stream().filter(line -> line.length() >= 24).forEach(line -> add(name, PLAIN, line.getBytes(ISO_8859_1)));
    }

    private void value(String name, String secret) {
        byte[] bytes = secret.getBytes(UTF_8);
        if (bytes.length < 6) {
            throw new IllegalArgumentException(name + " is too short to be looked for");
        }
        add(name, PLAIN, bytes);
        for (int before = 0; before < 3; before++) {
            String coded = base64(bytes, before);
            coded(name, "base64", coded);
            coded(name, "base64 for URLs", coded.replace('+', '-').replace('/', '_'));
        }
        coded(name, "hexadecimal digits", HexFormat.of().formatHex(bytes));
        coded(name, "hexadecimal digits", HexFormat.of().withUpperCase().formatHex(bytes));
        coded(name, "a URL's form", URLEncoder.encode(secret, UTF_8));
        coded(name, "a URL's form", URLEncoder.encode(secret, UTF_8).replace("+", "%20"));
        coded(
                name,
                "JSON's form",
                secret.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"));
        coded(name, "JSON's form", secret.replace("/", "\\/"));
    }

    /** Base64 of the bytes where {@code before} others precede them: only the digits that are theirs alone. */
    private static String base64(byte[] bytes, int before) {
        byte[] all = new byte[before + bytes.length];
        System.arraycopy(bytes, 0, all, before, bytes.length);
        int first = (before * 8 + 5) / 6;
        int end = all.length * 8 / 6;
        return Base64.getEncoder().encodeToString(all).substring(first, end);
    }

    private void coded(String name, String form, String coded) {
        if (coded.length() >= SHORTEST_CODED) {
            add(name, form, coded.getBytes(UTF_8));
        }
    }

    private void add(String name, String form, byte[] bytes) {
        int window = 0;
        for (int i = 0; i < WINDOW; i++) {
            window = window << 8 | bytes[i] & 0xff;
        }
        List<Needle> same = byWindow.computeIfAbsent(window, w -> new ArrayList<>());
        if (same.stream().noneMatch(needle -> Arrays.equals(needle.bytes(), bytes))) {
            same.add(new Needle(new Hit(name, form), bytes));
            filter.set(bucket(window));
            longest = Math.max(longest, bytes.length);
            forms++;
        }
        secrets.add(name);
    }
}
