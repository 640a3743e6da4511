package io.petaforge.fabric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.remote.Output;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RouterStateTest {
    private static final String SEED = "net/ipv4/fib_multipath_hash_seed";

    private static final String FORWARD = "net/ipv4/ip_forward";

    @Test
    void aKernelWithoutASeedForItsHashIsAsWanted() {
        Map<String, String> wanted = Map.of(SEED, "169083968", FORWARD, "1");
        assertTrue(found("169083968", "1").has(wanted));
        assertTrue(found("", "1").has(wanted), "kernels before 6.11 have no such setting");
        assertFalse(found("0", "1").has(wanted), "all namespaces of one kernel would hash alike");
        assertFalse(found("169083968", "").has(wanted));
    }

    @Test
    void theScriptReadsWholeNumbersAndPassesOverWhatIsNotThere() throws IOException, InterruptedException {
        String wanted = Files.readAllLines(Path.of("/proc/sys/kernel/pid_max")).get(0);
        Process script = new ProcessBuilder(
                        "sh", "-c", Scripts.ROUTER_STATE.text(), "sh", "kernel/pid_max", "kernel/no_such_setting")
                .start();
        String output = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, script.waitFor());
        assertEquals(
                Map.of("kernel/pid_max", wanted),
                RouterState.parse(new Output(0, output, "")).kernel());
    }

    private static RouterState found(String seed, String forward) {
        return RouterState.parse(
                new Output(0, "installed\n\n" + SEED + ":" + seed + "\n" + FORWARD + ":" + forward + "\n", ""));
    }
}
