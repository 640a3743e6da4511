package io.petaforge.ceph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code user-keys.py} against a stand-in for radosgw-admin that keeps the user in a file, and one for Ceph's library that
 * keeps the index in a directory: a program that is killed between the two cannot be had from a gateway at will.
 */
class UserKeysScriptTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String ADMIN =
            """
            #!/bin/sh
            # --name NAME metadata get|put user:ID
            case $4 in
              get) cat "$STORE/user" ;;
              put) cat >"$STORE/user.new"; [ ! -e "$STORE/broken" ] || { echo "no quorum" >&2; exit 5; }; mv "$STORE/user.new" "$STORE/user" ;;
            esac
            echo "$@" >>"$STORE/arguments"
            """;

    private static final String RADOS =
            """
            import os
            class ObjectNotFound(Exception): pass
            class Pool:
                def __enter__(self): return self
                def __exit__(self, *_): pass
                def set_namespace(self, name): assert name == "users.keys"
                def remove_object(self, name):
                    try: os.remove(os.path.join(os.environ["STORE"], "index", name))
                    except FileNotFoundError: raise ObjectNotFound()
            class Rados:
                def __init__(self, **_): pass
                def connect(self): pass
                def open_ioctx(self, pool): assert pool == "default.rgw.meta"; return Pool()
            """;

    @TempDir
    private Path store;

    @BeforeEach
    void stands() throws IOException {
        Path bin = Files.createDirectories(store.resolve("bin"));
        Files.writeString(bin.resolve("radosgw-admin"), ADMIN);
        Files.setPosixFilePermissions(bin.resolve("radosgw-admin"), PosixFilePermissions.fromString("rwx------"));
        Files.writeString(bin.resolve("rados.py"), RADOS);
        Files.createDirectories(store.resolve("index"));
        user("ours1", "theirs");
    }

    private void user(String... keys) throws IOException {
        var document = JSON.createObjectNode();
        document.putObject("ver").put("tag", "t").put("ver", 1);
        var data = document.putObject("data");
        data.put("user_id", "u").put("max_buckets", 7);
        for (String key : keys) {
            data.withArray("keys")
                    .addObject()
                    .put("user", "u")
                    .put("access_key", key)
                    .put("secret_key", "secret of " + key);
            Files.writeString(store.resolve("index").resolve(key), "");
        }
        Files.writeString(store.resolve("user"), document.toString());
    }

    @Test
    void keysAreAddedAndTakenAwayAndAllElseStays() throws Exception {
        assertEquals(0, run(List.of("ours1", "ours2"), List.of()));
        assertEquals(List.of("theirs", "ours1", "ours2"), keys());
        assertEquals(0, run(List.of("ours2"), List.of("ours1")));
        assertEquals(List.of("theirs", "ours2"), keys());
        JsonNode user = JSON.readTree(store.resolve("user").toFile());
        assertEquals(7, user.at("/data/max_buckets").asInt());
        assertFalse(user.has("ver"), "the store counts versions itself");
        assertFalse(Files.exists(store.resolve("index/ours1")));
        assertFalse(Files.readString(store.resolve("arguments")).contains("ours"), "no key is an argument");
    }

    @Test
    void againAfterItWasKilledBetweenTheUserAndTheIndex() throws Exception {
        user("ours2");
        Files.writeString(store.resolve("index/ours1"), "");
        assertEquals(0, run(List.of("ours2"), List.of("ours1")));
        assertEquals(0, run(List.of("ours2"), List.of("ours1")));
        assertEquals(List.of("ours2"), keys());
        assertFalse(Files.exists(store.resolve("index/ours1")));
    }

    @Test
    void whatRadosgwAdminSaysIsToldAndTheIndexIsLeft() throws Exception {
        Files.writeString(store.resolve("broken"), "");
        assertEquals(1, run(List.of("ours2"), List.of("ours1")));
        assertTrue(Files.readString(store.resolve("err")).contains("radosgw-admin metadata put exited 5: no quorum"));
        assertFalse(Files.readString(store.resolve("err")).contains("secret of"));
        assertTrue(Files.exists(store.resolve("index/ours1")));
    }

    private List<String> keys() throws IOException {
        return JSON.readTree(store.resolve("user").toFile()).at("/data/keys").findValuesAsText("access_key");
    }

    private int run(List<String> keep, List<String> drop) throws Exception {
        var order = JSON.createObjectNode();
        order.put("name", "client.rgw.a").put("user", "u");
        order.putArray("index").add("default.rgw.meta").add("users.keys");
        var kept = order.putArray("keep");
        keep.forEach(key -> kept.addObject().put("access", key).put("secret", "secret of " + key));
        drop.forEach(order.putArray("drop")::add);
        ProcessBuilder builder =
                new ProcessBuilder(Scripts.USER_KEYS.with(List.of()).argv());
        builder.environment().put("STORE", store.toString());
        builder.environment().put("PATH", store.resolve("bin") + ":" + System.getenv("PATH"));
        builder.environment().put("PYTHONPATH", store.resolve("bin").toString());
        builder.redirectError(store.resolve("err").toFile());
        Process process = builder.start();
        try (var input = process.getOutputStream()) {
            input.write(order.toString().getBytes(StandardCharsets.UTF_8));
        }
        return process.waitFor();
    }
}
