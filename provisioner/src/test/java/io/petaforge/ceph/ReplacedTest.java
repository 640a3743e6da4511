package io.petaforge.ceph;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.petaforge.api.MachineId;
import io.petaforge.remote.Output;
import io.petaforge.step.DesiredUnit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The probe's program, told of processes that really run. */
class ReplacedTest {
    @TempDir
    Path directory;

    @Test
    void aProcessWhoseFileIsAnotherNowIsSeen() throws Exception {
        Path kept = copy("kept");
        Path replaced = copy("replaced");
        Process one = new ProcessBuilder(kept.toString(), "60").start();
        Process other = new ProcessBuilder(replaced.toString(), "60").start();
        try {
            // As dpkg does it: a new file under the old name.
            Files.move(copy("new"), replaced, StandardCopyOption.REPLACE_EXISTING);
            // A unit that does not run is in between.
            systemctl("MainPID=" + one.pid() + "\nId=ceph-osd@1.service\n\nMainPID=0\nId=ceph-osd@2.service\n\n"
                    + "Id=ceph-osd@3.service\nMainPID=" + other.pid() + "\n");
            assertEquals(Set.of("ceph-osd@3.service"), Replaced.parse(probe()));
        } finally {
            one.destroyForcibly().waitFor();
            other.destroyForcibly().waitFor();
        }
    }

    @Test
    void whereSystemdDoesNotAnswerNothingIsKnown() throws Exception {
        systemctl("");
        assertEquals(Set.of(), Replaced.parse(probe()));
    }

    private Path copy(String name) throws IOException {
        return Files.copy(Path.of("/bin/sleep"), directory.resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
    }

    /** One that says this of whatever it is asked. */
    private void systemctl(String answer) throws IOException {
        Path program = Files.writeString(
                directory.resolve("systemctl"), "#!/bin/sh\ncat <<'EOF'\n" + answer + "EOF\n", StandardCharsets.UTF_8);
        program.toFile().setExecutable(true);
    }

    private Output probe() throws IOException, InterruptedException {
        List<String> argv = Replaced.probe(
                        new MachineId("storage-1"),
                        List.of(DesiredUnit.restarted("ceph-osd@1.service", "0".repeat(64))))
                .command()
                .argv();
        ProcessBuilder builder = new ProcessBuilder(argv).redirectErrorStream(true);
        builder.environment().put("PATH", directory + ":" + System.getenv("PATH"));
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Output(process.waitFor(), said, "");
    }
}
