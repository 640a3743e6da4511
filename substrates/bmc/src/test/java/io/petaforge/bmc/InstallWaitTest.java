package io.petaforge.bmc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.petaforge.api.Answer;
import io.petaforge.api.MachineId;
import io.petaforge.api.PowerState;
import io.petaforge.api.Problem;
import io.petaforge.api.SshAccess;
import io.petaforge.api.SystemProbe;
import io.petaforge.api.SystemProbe.Door;
import io.petaforge.api.SystemProbe.Found;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InstallWaitTest {
    private static final MachineId HOST = new MachineId("storage-1");
    private static final SshAccess ACCESS =
            new SshAccess(HOST, "192.0.2.11", 22, "root", Path.of("/nonexistent"), List.of("ssh-ed25519 AAAA"));
    private static final Found SILENT =
            new Found(Door.SILENT, "", Optional.of(Problem.of("PF-SSH-001", "storage-1 does not answer", "wait")));
    private static final Found STRANGER =
            new Found(Door.STRANGER, "", Optional.of(Problem.of("PF-SSH-002", "storage-1 shows another key", "look")));

    private final List<String> said = new ArrayList<>();

    private static Found open(String installation) {
        return new Found(Door.OPEN, installation, Optional.empty());
    }

    private Answer<PowerState> after(String before, Duration patience, Iterator<Found> looks) {
        SystemProbe probe = machines -> Map.of(HOST, looks.next());
        return new InstallWait(new FakePauses(), probe, said::add)
                .until(Map.of(HOST, ACCESS), Map.of(HOST, before), patience)
                .get(HOST);
    }

    @Test
    void waits_past_silence_and_the_installer_for_the_new_system() {
        Answer<PowerState> answer = after(
                "old",
                Duration.ofMinutes(60),
                List.of(SILENT, STRANGER, STRANGER, SILENT, open("new")).iterator());
        assertEquals(Optional.of(PowerState.ON), answer.value());
        assertEquals(
                List.of(
                        "storage-1 answers as somebody else: its installer, most likely",
                        "storage-1 is installed, after 8 s"),
                said);
    }

    @Test
    void a_system_that_nobody_knew_before_counts_as_new() {
        assertEquals(
                Optional.of(PowerState.ON),
                after("", Duration.ofMinutes(1), List.of(open("any")).iterator())
                        .value());
    }

    @Test
    void the_system_of_before_is_no_new_one() throws IOException {
        Problem problem = after(
                        "old",
                        Duration.ofMinutes(60),
                        List.of(SILENT, open("old")).iterator())
                .problem()
                .orElseThrow();
        Golden.check("reinstall-same-system.txt", problem.render());
    }

    @Test
    void gives_up_in_time_and_says_what_it_saw_last() throws IOException {
        Iterator<Found> forever =
                java.util.stream.Stream.generate(() -> STRANGER).iterator();
        Problem problem = after("old", Duration.ofMinutes(3), forever).problem().orElseThrow();
        Golden.check("reinstall-too-late.txt", problem.render());
        assertEquals(3, said.size(), "one word a minute, and one about the stranger: " + said);
    }
}
