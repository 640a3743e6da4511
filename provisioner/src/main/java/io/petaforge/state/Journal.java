package io.petaforge.state;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The run journal: one JSON object a line, appended as things happen, so that it tells up to which point a killed run came. */
public final class Journal implements AutoCloseable {
    private final java.nio.channels.SeekableByteChannel channel;
    private final Clock clock;
    private final ObjectMapper mapper = new ObjectMapper();

    private Journal(java.nio.channels.SeekableByteChannel channel, Clock clock) {
        this.channel = channel;
        this.clock = clock;
    }

    /** Opens the journal of a cluster for appending. */
    public static Journal open(StateDir state, Clock clock) {
        state.create();
        Path file = state.path().resolve("journal.jsonl");
        try {
            return new Journal(
                    Files.newByteChannel(
                            file,
                            Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))),
                    clock);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Appends one event; values are text, numbers or lists of them, never secrets. */
    public synchronized void record(String event, Map<String, ?> details) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("at", clock.instant().toString());
        line.put("event", event);
        line.putAll(details);
        try {
            channel.write(java.nio.ByteBuffer.wrap(
                    (mapper.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
