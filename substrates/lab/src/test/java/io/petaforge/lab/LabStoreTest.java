package io.petaforge.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.petaforge.api.ExitCode;
import io.petaforge.api.MachineRequest;
import io.petaforge.api.PetaforgeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabStoreTest {
    @TempDir
    Path directory;

    @Test
    void aRecordComesBackAsItWas() throws IOException {
        LabPaths paths = paths();
        LabStore store = new LabStore(paths);
        assertEquals(Optional.empty(), store.read("one"));
        assertEquals(List.of(), store.all());
        LabRecord lab = Allocation.extend(
                Allocation.fresh("one", 3, "base-x", "prepared-x"),
                LabMain.defaultTopology("one", MachineRequest.Image.BARE));
        store.write(lab);
        assertEquals(Optional.of(lab), store.read("one"));
        assertEquals(List.of(lab), store.all());
        try (var files = Files.list(paths.lab("one"))) {
            assertEquals(
                    List.of("lab.json"),
                    files.map(file -> file.getFileName().toString()).toList());
        }
    }

    @Test
    void aLabDirectoryWithoutARecordIsNoLab() throws IOException {
        Files.createDirectories(paths().lab("half"));
        assertEquals(List.of(), new LabStore(paths()).all());
    }

    @Test
    void aDamagedRecordIsNamedAndStillTellsWhichNetworkToGiveBack() throws IOException {
        LabStore store = new LabStore(paths());
        store.write(Allocation.fresh("one", 7, "base-x", "prepared-x"));
        Path file = paths().record("one");
        String whole = Files.readString(file);
        Files.writeString(file, whole.substring(0, whole.indexOf("baseLayer")));
        PetaforgeException refused = assertThrows(PetaforgeException.class, () -> store.read("one"));
        assertEquals("PF-LAB-019", refused.problems().get(0).code());
        assertEquals(Optional.of(7), store.salvage("one").map(LabRecord::network));
        Files.writeString(file, "");
        assertEquals(Optional.empty(), store.salvage("one"));
        assertEquals(List.of(), store.all());
    }

    @Test
    void aLockIsHeldByOneAndLeavesNoFile() {
        LabPaths paths = paths();
        Path file = paths.run().resolve("one.lock");
        try (LabLock lock = LabLock.take(paths, "one", Duration.ZERO)) {
            PetaforgeException refused =
                    assertThrows(PetaforgeException.class, () -> LabLock.take(paths, "one", Duration.ofMillis(30)));
            assertEquals(ExitCode.LOCKED, refused.exitCode());
            LabLock.take(paths, "two", Duration.ZERO).close();
        }
        assertFalse(Files.exists(file));
        LabLock.take(paths, "one", Duration.ZERO).close();
    }

    @Test
    void aLockFileThatAKilledProcessLeftIsTakenOver() throws IOException {
        LabPaths paths = paths();
        Files.createDirectories(paths.run());
        Files.writeString(paths.run().resolve("one.lock"), "left behind");
        LabLock.take(paths, "one", Duration.ZERO).close();
        assertFalse(Files.exists(paths.run().resolve("one.lock")));
    }

    private LabPaths paths() {
        return new LabPaths(directory.resolve("labs"), directory.resolve("cache"), directory.resolve("run"));
    }
}
