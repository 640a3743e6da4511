package io.petaforge.custody;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Who holds a cluster.
 *
 * @param token random, of one run
 * @param who user and host, for people
 * @param machine tells operators' machines apart; no address and no secret
 * @param process its process id there
 * @param started when that process began, in milliseconds of the epoch: an id alone is used again
 * @param stateDirectory where that run keeps the cluster's state
 * @param command what it does
 * @param since when it took the lock
 */
public record LockHolder(
        String token,
        String who,
        String machine,
        long process,
        long started,
        String stateDirectory,
        String command,
        Instant since) {
    public LockHolder {
        requireNonNull(token, "token");
        requireNonNull(who, "who");
        requireNonNull(machine, "machine");
        requireNonNull(stateDirectory, "stateDirectory");
        requireNonNull(command, "command");
        requireNonNull(since, "since");
    }

    /** This process. */
    public static LockHolder ofThisProcess(String command, Path stateDirectory) {
        ProcessHandle self = ProcessHandle.current();
        return new LockHolder(
                UUID.randomUUID().toString(),
                System.getProperty("user.name", "?") + "@" + hostName(),
                thisMachine(),
                self.pid(),
                started(self),
                stateDirectory.toAbsolutePath().normalize().toString().replace('\n', ' '),
                command,
                Instant.now().truncatedTo(ChronoUnit.SECONDS));
    }

    /**
     * Whether the run that took the lock is over although it never gave it back: its process is gone from this machine, or
     * its state directory is the one whose own lock, which the kernel takes from the dead, is held by this run.
     *
     * @param self this run, which holds its state directory
     */
    public boolean isDead(LockHolder self) {
        if (!machine.equals(self.machine)) {
            return false;
        }
        return stateDirectory.equals(self.stateDirectory)
                || ProcessHandle.of(process)
                        .filter(alive -> started(alive) == started)
                        .isEmpty();
    }

    /** For people. */
    public String describe() {
        return who + " (petaforge " + command + ", process " + process + ", since " + since + ", state in "
                + stateDirectory + ")";
    }

    /** As it is kept on the hosts: a name and a value a line. */
    String text() {
        return "token " + token + "\nwho " + who + "\nmachine " + machine + "\nprocess " + process + "\nstarted "
                + started + "\nstate " + stateDirectory + "\ncommand " + command + "\nsince " + since + "\n";
    }

    /** From that text; empty when nobody holds it. A damaged one is held by somebody unknown. */
    static Optional<LockHolder> parse(String text) {
        if (text.isBlank()) {
            return Optional.empty();
        }
        Map<String, String> values = new TreeMap<>();
        text.lines().forEach(line -> {
            String[] words = line.split(" ", 2);
            values.put(words[0], words.length > 1 ? words[1] : "");
        });
        return Optional.of(new LockHolder(
                values.getOrDefault("token", "?"),
                values.getOrDefault("who", "somebody"),
                values.getOrDefault("machine", ""),
                number(values.get("process")),
                number(values.get("started")),
                values.getOrDefault("state", "?"),
                values.getOrDefault("command", "?"),
                since(values.get("since"))));
    }

    private static long number(@org.jspecify.annotations.Nullable String text) {
        return text != null && text.matches("[0-9]{1,18}") ? Long.parseLong(text) : -1;
    }

    private static Instant since(@org.jspecify.annotations.Nullable String text) {
        try {
            return Instant.parse(text == null ? "" : text);
        } catch (java.time.format.DateTimeParseException damaged) {
            return Instant.EPOCH;
        }
    }

    private static long started(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown host";
        }
    }

    /** The machine id is not for others to know (machine-id(5)): its checksum with a word of our own is. */
    private static String thisMachine() {
        String id;
        try {
            id = Files.readString(Path.of("/etc/machine-id")).strip();
        } catch (IOException none) {
            id = hostName();
        }
        try {
            byte[] sum = MessageDigest.getInstance("SHA-256")
                    .digest(("petaforge lock " + id + " " + hostName()).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sum, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
