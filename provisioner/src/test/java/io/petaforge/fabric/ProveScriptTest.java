package io.petaforge.fabric;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.petaforge.remote.Output;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
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
            """;

    /** Sums of 10.20.0.64, of 10.20.0.68 and of 10.20.0.69, as {@code proof.Sums} forms them. */
    private static final List<String> RIGHT =
            List.of("route", "fab0", "2:338165893:3005683057:64", "route", "fab0,fab1", "1:169082948:1502957824:32");

    @TempDir
    private Path bin;

    @Test
    void nothingDiffers() throws Exception {
        Output output = prove("10.20.0.70", with(RIGHT, "near", "fab0", "10.20.0.64", "far", "a", "10.20.0.68"));
        assertEquals(new Output(0, "", ""), output);
        assertEquals(true, Proof.parse(output).holds());
    }

    @Test
    void routesBehindOtherPortsAreNamedAndNobodyIsAsked() throws Exception {
        Output output = prove(
                "10.20.0.70",
                List.of(
                        "route",
                        "fab0",
                        "1:169082944:1502647696:32",
                        "route",
                        "fab0,fab1",
                        "2:338165897:3006006657:64",
                        "route",
                        "fab2",
                        "1:1:1:1",
                        "far",
                        "a",
                        "10.20.0.1"));
        assertEquals(1, output.status());
        assertEquals(
                """
                node
                  routes over fab0: 1 planned, 2 found, or not the same ones
                  routes over fab0,fab1: 2 planned, 1 found, or not the same ones
                  routes over fab2: 1 planned, 0 found, or not the same ones
                """,
                Proof.table(Map.of("node", Proof.parse(output))));
    }

    @Test
    void prefixesThatComeAndGoAreNotCompared() throws Exception {
        List<String> without = List.of("route", "fab0", "2:338165893:3005683057:64", "ignore", "10.20.0.68/32", "-");
        assertEquals(0, prove("10.20.0.70", without).status());
    }

    @Test
    void whoDoesNotAnswerIsNamed() throws Exception {
        Files.writeString(bin.resolve("deaf"), "");
        assertEquals(
                """
                node
                  10.20.0.64 does not answer packets of 1500 bytes through fab0
                  a (10.20.0.68) does not answer packets of 1500 bytes
                  packets are sent from 10.20.0.70 instead of 10.20.0.99
                """,
                Proof.table(Map.of(
                        "node",
                        sorted(Proof.parse(prove(
                                "10.20.0.99", with(RIGHT, "near", "fab0", "10.20.0.64", "far", "a", "10.20.0.68")))))));
    }

    @Test
    void aProgramThatDidNotRunProvesNothing() {
        Proof proof = Proof.parse(new Output(124, "", ""));
        assertEquals(false, proof.holds());
        assertEquals("x\n  could not be asked\n", Proof.table(Map.of("x", proof)));
    }

    /** Answers come in any order. */
    private static Proof sorted(Proof proof) {
        return new Proof(
                proof.complete(),
                proof.differences().stream()
                        .sorted(Comparator.comparing(Difference::kind))
                        .toList());
    }

    private static List<String> with(List<String> words, String... more) {
        List<String> all = new ArrayList<>(words);
        all.addAll(List.of(more));
        return all;
    }

    private Output prove(String source, List<String> wanted) throws IOException, InterruptedException {
        Files.writeString(bin.resolve("routes"), ROUTES);
        tool(
                "ip",
                "case \"$*\" in *' get '*) echo \"$4 via 169.254.0.1 dev fab0 src 10.20.0.70 uid 0 \" ;; "
                        + "*'show proto bgp') cat " + bin.resolve("routes") + " ;; *) exit 9 ;; esac");
        tool("ping", "case \" $* \" in *' -s 1472 '*) [ ! -e " + bin.resolve("deaf") + " ] ;; *) exit 9 ;; esac");
        List<String> argv = new ArrayList<>(List.of("sh", "-c", Scripts.PROVE.text(), "sh", source, "1500", "as-is"));
        argv.addAll(wanted);
        ProcessBuilder builder = new ProcessBuilder(argv);
        builder.environment().put("PATH", bin + ":" + System.getenv("PATH"));
        builder.redirectError(bin.resolve("stderr").toFile());
        Process process = builder.start();
        String stdout = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Output(process.waitFor(), stdout, Files.readString(bin.resolve("stderr")));
    }

    private void tool(String name, String body) throws IOException {
        Path file = bin.resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(file, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
