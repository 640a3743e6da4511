package io.petaforge.remote;

import io.petaforge.api.MachineId;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;

/** Sends the files of uploads to one host. A file that cannot be read is an {@link UncheckedIOException}. */
final class Sending {
    private static final int CHUNK = 256 * 1024;
    private static final long REPORT_EVERY = 1 << 20;

    private final MachineId machine;
    private final TransferListener listener;

    Sending(MachineId machine, TransferListener listener) {
        this.machine = machine;
        this.listener = listener;
    }

    /** The whole file. */
    void send(Operation.Upload upload, OutputStream out) throws IOException {
        byte[] chunk = new byte[CHUNK];
        long total;
        try {
            total = Files.size(upload.source());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        long sent = 0;
        long reported = 0;
        try (InputStream in = openLocal(upload)) {
            while (sent < total) {
                int read = readLocal(in, chunk, (int) Math.min(chunk.length, total - sent));
                out.write(chunk, 0, read);
                sent += read;
                if (sent - reported >= REPORT_EVERY || sent == total) {
                    reported = sent;
                    listener.sent(machine, upload.path(), sent, total);
                }
            }
        }
        out.flush();
    }

    private static InputStream openLocal(Operation.Upload upload) {
        try {
            return Files.newInputStream(upload.source());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int readLocal(InputStream in, byte[] chunk, int length) {
        try {
            int read = in.read(chunk, 0, length);
            if (read < 0) {
                throw new UncheckedIOException(new IOException("it became shorter while it was sent"));
            }
            return read;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
