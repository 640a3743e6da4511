package io.petaforge.ceph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.petaforge.step.Inputs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How {@code cluster.py} replaces keys and nothing else, against a stand-in for Ceph's library that keeps a keyring. */
class RekeyScriptTest {
    private static final String BEFORE =
            """
            [client.admin]
            	key = AQAdmin==
            	auid = 0
            	caps mds = "allow *"
            	caps mon = "allow *"
            [client.people]
            	key = AQPeople==
            	caps mon = "allow command \\"osd new\\" with key=[a]"
            [osd.1]
            	key = AQOne==
            	caps mon = "allow profile osd"
            [osd.11]
            	key = AQEleven==
            """;

    private static final String RADOS =
            """
            import json, os
            class Error(Exception): pass
            class Rados:
                def __init__(self, name, conf, **_):
                    with open(os.path.join(os.environ["STORE"], "who"), "w") as f: f.write(name + " " + conf.get("key", ""))
                def connect(self): pass
                def mon_command(self, command, data):
                    prefix = json.loads(command)["prefix"]
                    with open(os.path.join(os.environ["STORE"], prefix), "r+" if not data else "w") as f:
                        return (0, f.read().encode(), "") if not data else (f.write(data.decode()), b"", "")
            """;

    @TempDir
    private Path store;

    @Test
    void theKeysOfTheNamedAreReplacedAndAllElseStays() throws Exception {
        Files.writeString(store.resolve("auth export"), BEFORE);
        assertEquals(
                "{\"reachable\": true, \"results\": []}\n",
                run(
                        "{\"rekey\": {\"client.admin\": \"AQNew==\", \"osd.1\": \"AQNext==\", \"osd.7\": \"AQUnknown==\"}}"));
        assertEquals(
                """
                [client.admin]
                	key = AQNew==
                	auid = 0
                	caps mds = "allow *"
                	caps mon = "allow *"
                [osd.1]
                	key = AQNext==
                	caps mon = "allow profile osd"
                """,
                Files.readString(store.resolve("auth import")));
        assertEquals("mon. AQMon==", Files.readString(store.resolve("who")));
    }

    @Test
    void keysAreToldByTheirChecksumsOnly() throws Exception {
        Files.writeString(store.resolve("auth export"), BEFORE);
        String told = run("{\"digests\": {}}");
        assertFalse(told.contains("AQ"), told);
        assertEquals(
                "{\"reachable\": true, \"results\": [{\"client.admin\": \"" + sum("AQAdmin==")
                        + "\", \"client.people\": \"" + sum("AQPeople==") + "\", \"osd.1\": \"" + sum("AQOne==")
                        + "\", \"osd.11\": \"" + sum("AQEleven==") + "\"}]}\n",
                told);
    }

    private static String sum(String key) {
        return Inputs.sha256(key).substring(0, 16);
    }

    private String run(String stage) throws Exception {
        Files.writeString(store.resolve("rados.py"), RADOS);
        // The program looks for the host's configuration and a monitor that listens; here there is neither.
        String program = Scripts.CLUSTER.with(List.of()).argv().get(2);
        String here =
                program.replace("\nmain()\n", "\nlistening = lambda mons: True\nos.access = lambda *_: True\nmain()\n");
        ProcessBuilder builder = new ProcessBuilder("python3", "-c", here);
        builder.environment().put("STORE", store.toString());
        builder.environment().put("PYTHONPATH", store.toString());
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        Process process = builder.start();
        try (var input = process.getOutputStream()) {
            input.write(
                    ("{\"mon\": \"a\", \"mons\": [], \"connect\": 1, \"strict\": true, \"monKey\": \"AQMon==\", \"stages\": ["
                                    + stage + "]}")
                            .getBytes(StandardCharsets.UTF_8));
        }
        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor());
        return told;
    }
}
