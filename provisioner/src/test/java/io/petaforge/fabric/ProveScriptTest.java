package io.petaforge.fabric;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.petaforge.remote.Output;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the program itself against a kernel and a ping that are scripts. */
class ProveScriptTest {
    private static final String ROUTES =
            """
            10.20.0.64 via 169.254.0.1 dev fab0 proto bgp metric 20 onlink\s
            10.20.0.68 proto bgp metric 20 \\\tnexthop via 169.254.0.1 dev fab1 weight 1 onlink \\\tnexthop via 169.254.0.1 dev fab0 weight 1 onlink\s
            10.20.0.69 proto bgp metric 20 \\\tnexthop via 169.254.0.1 dev fab0 weight 1 onlink \\\tnexthop via 169.254.0.1 dev fab1 weight 1 dead linkdown onlink\s
            10.99.1.0/24 dev oob0 proto kernel scope link src 10.99.1.12\s
            """;

    @TempDir
    private Path bin;

    @Test
    void nothingDiffers() throws Exception {
        Output output =
                prove("10.20.0.70", "yes", List.of("leaf-r1", "10.20.0.64", "fab0", "a", "10.20.0.68", "fab0,fab1"));
        assertEquals(new Output(0, "", ""), output);
        assertEquals(true, Proof.parse(output).holds());
    }

    @Test
    void everyDifferenceIsNamed() throws Exception {
        Output output = prove(
                "10.20.0.99",
                "yes",
                List.of(
                        "leaf-r1",
                        "10.20.0.64",
                        "fab0",
                        "a",
                        "10.20.0.68",
                        "fab0,fab1",
                        "b",
                        "10.20.0.69",
                        "fab0,fab1",
                        "c",
                        "10.20.0.70",
                        "fab0",
                        "mute",
                        "10.20.0.64",
                        "fab0"));
        assertEquals(1, output.status());
        assertEquals(
                """
                node
                  b (10.20.0.69): planned over fab0,fab1, found fab0
                  c (10.20.0.70): planned over fab0, found none
                  mute (10.20.0.64): sent from 10.20.0.70, planned from 10.20.0.99
                """,
                Proof.table(Map.of("node", Proof.parse(output))));
    }

    @Test
    void aDestinationThatDoesNotAnswerIsNamedUnlessNobodyAsks() throws Exception {
        List<String> wanted = List.of("a", "10.20.0.68", "fab0,fab1");
        Files.writeString(bin.resolve("deaf"), "");
        assertEquals(
                "node\n  a (10.20.0.68): no answer to a packet of 1500 bytes\n",
                Proof.table(Map.of("node", Proof.parse(prove("10.20.0.70", "yes", wanted)))));
        assertEquals(0, prove("10.20.0.70", "no", wanted).status());
    }

    @Test
    void aProgramThatDidNotRunProvesNothing() {
        Proof proof = Proof.parse(new Output(124, "", ""));
        assertEquals(false, proof.holds());
        assertEquals("x\n  could not be asked\n", Proof.table(Map.of("x", proof)));
    }

    private Output prove(String source, String ask, List<String> wanted) throws IOException, InterruptedException {
        Files.writeString(bin.resolve("routes"), ROUTES);
        tool(
                "ip",
                "case \"$*\" in *' get '*) echo \"$5 via 169.254.0.1 dev fab0 src 10.20.0.70 uid 0 \" ;; "
                        + "*show*) cat " + bin.resolve("routes") + " ;; *) exit 9 ;; esac");
        tool("ping", "case \" $* \" in *' -s 1472 '*) [ ! -e " + bin.resolve("deaf") + " ] ;; *) exit 9 ;; esac");
        List<String> argv = new ArrayList<>(List.of("sh", "-c", Scripts.PROVE.text(), "sh", source, "1500", ask));
        argv.addAll(wanted);
        ProcessBuilder builder = new ProcessBuilder(argv);
        builder.environment().put("PATH", bin + ":" + System.getenv("PATH"));
        builder.redirectError(bin.resolve("stderr").toFile());
        Process process = builder.start();
        String stdout = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        assertEquals(stdout, Files.readString(bin.resolve("stderr")), "people read stderr");
        return new Output(
                status, stdout, Files.readString(bin.resolve("stderr")).isEmpty() ? "" : stdout);
    }

    private void tool(String name, String body) throws IOException {
        Path file = bin.resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(file, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
