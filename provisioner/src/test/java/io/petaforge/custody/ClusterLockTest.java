package io.petaforge.custody;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.ExitCode;
import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lock on three hosts, with the program that runs on them. */
class ClusterLockTest {
    private static final List<MachineId> MONS =
            Stream.of("a", "b", "c").map(MachineId::new).toList();

    @TempDir
    private Path root;

    @SuppressWarnings("NullAway.Init")
    private LocalHosts hosts;

    private final AtomicLong clock = new AtomicLong();
    private final List<String> notes = new ArrayList<>();

    @BeforeEach
    void start() {
        hosts = new LocalHosts(root, MONS);
    }

    @Test
    void oneHoldsItUntilItGivesItBack() {
        LockHolder first = alive("first", "/here");
        try (ClusterLock one = lock(first);
                ClusterLock two = lock(alive("second", "/there"))) {
            one.pass();
            assertEquals("first", one.holder().orElseThrow().token());
            PetaforgeException refused = assertThrows(PetaforgeException.class, two::pass);
            assertEquals(ExitCode.LOCKED, refused.exitCode());
            assertEquals(
                    "PF-DAY-060: the cluster is being changed by ada@desk (petaforge build, process "
                            + ProcessHandle.current().pid()
                            + ", since 2026-01-02T03:04:05Z, state in /here)\n"
                            + "    -> wait for it to end; if that run is dead, break its lock: petaforge unlock"
                            + " INVENTORY",
                    refused.getMessage());
            one.close();
            clock.addAndGet(TimeUnit.SECONDS.toNanos(10));
            two.pass();
            assertEquals("second", two.holder().orElseThrow().token());
        }
        assertFalse(Files.exists(hosts.file(MONS.get(0), LockFile.PATH)));
        assertEquals(List.of(), notes);
    }

    @Test
    void ofManyAtOnceOneGetsIt() {
        List<ClusterLock> locks = IntStream.range(0, 8)
                .mapToObj(n -> lock(alive("run-" + n, "/state-" + n)))
                .toList();
        List<CompletableFuture<Boolean>> tries = locks.stream()
                .map(lock -> CompletableFuture.supplyAsync(() -> {
                    try {
                        lock.pass();
                        return true;
                    } catch (PetaforgeException refused) {
                        return false;
                    }
                }))
                .toList();
        long got = tries.stream().filter(CompletableFuture::join).count();
        locks.forEach(ClusterLock::close);
        assertTrue(got <= 1, got + " runs hold it");
    }

    @Test
    void aDeadRunsLockIsTakenOverAndSaidSo() {
        LockHolder dead =
                new LockHolder("dead", "ada@desk", machine(), 4_000_000, 17, "/elsewhere", "build", Instant.EPOCH);
        lock(dead).pass();
        try (ClusterLock next = lock(alive("next", "/here"))) {
            next.pass();
            assertEquals("next", next.holder().orElseThrow().token());
            assertEquals(1, notes.size());
            assertTrue(notes.get(0).startsWith("the lock of ada@desk (petaforge build, process 4000000"), notes.get(0));
        }
    }

    @Test
    void anEarlierRunOfTheSameStateDirectoryIsDeadWhateverItsNumber() {
        // Its number is that of a process which lives, as after a reboot.
        lock(alive("earlier", "/here")).pass();
        try (ClusterLock next = lock(alive("next", "/here"))) {
            next.pass();
            assertEquals("next", next.holder().orElseThrow().token());
        }
    }

    @Test
    void aRunOfAnotherMachineIsNeverTakenForDead() {
        lock(new LockHolder("other", "eve@other", "f00d", 4_000_000, 17, "/here", "build", Instant.EPOCH))
                .pass();
        try (ClusterLock next = lock(alive("next", "/here"))) {
            assertThrows(PetaforgeException.class, next::pass);
        }
    }

    @Test
    void aBrokenLockIsNoticedBeforeTheNextChange() {
        try (ClusterLock run = lock(alive("run", "/here"));
                ClusterLock breaker = lock(alive("breaker", "/there"))) {
            run.pass();
            assertEquals(0, breaker.breakLock(breaker.holder().orElseThrow()));
            assertTrue(breaker.holder().isEmpty());
            run.pass(); // looked at just now
            clock.addAndGet(TimeUnit.SECONDS.toNanos(3));
            PetaforgeException lost = assertThrows(PetaforgeException.class, run::pass);
            assertEquals(ExitCode.LOCKED, lost.exitCode());
            assertEquals("PF-DAY-061", lost.problems().get(0).code());
        }
    }

    @Test
    void oneHostThatIsAwayOrWasReinstalledDoesNotMatter() throws Exception {
        hosts.down.add(MONS.get(2));
        try (ClusterLock run = lock(alive("run", "/here"));
                ClusterLock other = lock(alive("other", "/there"))) {
            run.pass();
            hosts.down.clear();
            Files.delete(hosts.file(MONS.get(0), LockFile.PATH));
            clock.addAndGet(TimeUnit.SECONDS.toNanos(3));
            Files.createDirectories(hosts.file(MONS.get(2), LockFile.PATH).getParent());
            Files.copy(hosts.file(MONS.get(1), LockFile.PATH), hosts.file(MONS.get(2), LockFile.PATH));
            run.pass();
            assertThrows(PetaforgeException.class, other::pass);
        }
    }

    @Test
    void whileNoHostAnswersTheStateDirectorysLockAloneCounts() {
        hosts.down.addAll(MONS);
        try (ClusterLock first = lock(alive("first", "/here"))) {
            first.pass();
            hosts.down.clear();
            clock.addAndGet(TimeUnit.SECONDS.toNanos(3));
            first.pass();
            assertEquals("first", first.holder().orElseThrow().token());
        }
    }

    @Test
    void aDamagedLockIsHeldBySomebodyUnknown() throws Exception {
        for (MachineId mon : MONS) {
            Path file = hosts.file(mon, LockFile.PATH);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "tok");
        }
        try (ClusterLock next = lock(alive("next", "/here"))) {
            assertThrows(PetaforgeException.class, next::pass);
            assertEquals(0, next.breakLock(next.holder().orElseThrow()));
            clock.addAndGet(TimeUnit.SECONDS.toNanos(3));
            next.pass();
        }
    }

    private ClusterLock lock(LockHolder holder) {
        return new ClusterLock(hosts, MONS, holder, ClusterLock.PATIENCE, notes::add, clock::get);
    }

    private static String machine() {
        return LockHolder.ofThisProcess("build", Path.of("x")).machine();
    }

    private static LockHolder alive(String token, String state) {
        LockHolder self = LockHolder.ofThisProcess("build", Path.of("x"));
        return new LockHolder(
                token,
                "ada@desk",
                self.machine(),
                self.process(),
                self.started(),
                state,
                "build",
                Instant.parse("2026-01-02T03:04:05Z"));
    }
}
