package io.petaforge.maas.fake;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** OAuth1 PLAINTEXT as the recorded region checks it, also where its answer tells the secret. */
public final class FakeAuth {
    /** The administrator's key. */
    public static final String KEY = "ConsumerKeyAbc123:TokenKeyDef456:SecretGhi789";
    /** The ordinary user's. */
    public static final String USER_KEY = "ConsumerKeyXyz:TokenKeyUvw:SecretRst";

    private static final Pattern FIELD = Pattern.compile("(\\w+)=\"([^\"]*)\"");

    /** Whose key it was. */
    record User(String name, boolean superuser) {
        static final User NOBODY = new User("", false);
    }

    private final Set<String> nonces = new HashSet<>();

    /** The user, or the refusal. */
    record Outcome(User user, Optional<FakeReply> refusal) {}

    synchronized Outcome check(Optional<String> header, Instant now) {
        if (header.isEmpty() || !header.get().startsWith("OAuth ")) {
            return new Outcome(User.NOBODY, Optional.empty());
        }
        Map<String, String> fields = new HashMap<>();
        Matcher matcher = FIELD.matcher(header.get());
        while (matcher.find()) {
            fields.put(matcher.group(1), URLDecoder.decode(matcher.group(2), StandardCharsets.UTF_8));
        }
        for (String key : new String[] {KEY, USER_KEY}) {
            String[] parts = key.split(":");
            if (!parts[0].equals(fields.get("oauth_consumer_key"))) {
                continue;
            }
            if (!parts[1].equals(fields.get("oauth_token"))) {
                return refused("'Invalid access token: " + fields.get("oauth_token") + "'");
            }
            long age = now.getEpochSecond() - Long.parseLong(fields.getOrDefault("oauth_timestamp", "0"));
            if (Math.abs(age) > 300) {
                return refused("'Expired timestamp: given and now differ by " + age + "'");
            }
            if (!nonces.add(fields.get("oauth_nonce"))) {
                return refused("'Nonce already used: " + fields.get("oauth_nonce") + "'");
            }
            if (!("&" + parts[2]).equals(fields.get("oauth_signature"))) {
                return refused("'Invalid signature. Expected signature base string: &" + parts[2] + "'");
            }
            return new Outcome(
                    key.equals(KEY) ? new User("admin", true) : new User("operator", false), Optional.empty());
        }
        return refused("Invalid API key.");
    }

    private static Outcome refused(String why) {
        return new Outcome(User.NOBODY, Optional.of(FakeReply.html(401, "Authorization Error: " + why)));
    }
}
