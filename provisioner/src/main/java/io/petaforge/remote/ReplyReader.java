package io.petaforge.remote;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the answers of a {@link Program}. Each begins with a line that holds the nonce and the lengths of what follows;
 * whatever else the host says between answers (a banner, a complaint of its shell) is kept as noise.
 */
final class ReplyReader {
    /** Sends the file of an upload that the host asks for. */
    @FunctionalInterface
    interface Sender {
        void send(Operation.Upload upload) throws IOException;
    }

    /** The host stopped talking before its last answer. */
    static final class Unfinished extends EOFException {
        private static final long serialVersionUID = 1L;

        Unfinished() {
            super("the answers end before their end mark");
        }
    }

    /** Noise beyond this is dropped, bytes. */
    private static final int NOISE = 16 * 1024;

    private final InputStream in;
    private final byte[] nonce;
    private final ByteArrayOutputStream noise = new ByteArrayOutputStream();

    ReplyReader(InputStream in, String nonce) {
        this.in = new BufferedInputStream(in, 32 * 1024);
        this.nonce = nonce.getBytes(StandardCharsets.US_ASCII);
    }

    /** What the host said outside of any answer. */
    String noise() {
        return noise.toString(StandardCharsets.UTF_8).strip();
    }

    /** All answers to a bundle. */
    Reply read(Bundle bundle, Sender sender) throws IOException {
        List<Reply.Result> results = new ArrayList<>();
        List<String[]> probeHeads = new ArrayList<>();
        List<Output> probes = new ArrayList<>();
        while (true) {
            String[] head = head();
            switch (head[0]) {
                case "op" -> results.add(result(bundle.operations().get(Integer.parseInt(head[1])), head));
                case "send" ->
                    sender.send((Operation.Upload) bundle.operations().get(Integer.parseInt(head[1])));
                case "probe" -> probeHeads.add(head);
                case "data" -> {
                    for (String[] probe : probeHeads) {
                        Duration batch = hundredths(probe[3]);
                        int status = status(Integer.parseInt(probe[2]), batch, Program.PROBE_TIMEOUT);
                        probes.add(new Output(status, text(probe[4]), text(probe[5])));
                    }
                }
                case "end" -> {
                    return new Reply(results, probes);
                }
                default -> throw new IOException("an answer that no program gives: " + String.join(" ", head));
            }
        }
    }

    private Reply.Result result(Operation operation, String[] head) throws IOException {
        Duration elapsed = hundredths(head[4]);
        int status = Integer.parseInt(head[2]);
        if (operation instanceof Operation.Exec exec) {
            status = status(status, elapsed, exec.timeout());
        }
        Output output = new Output(status, text(head[5]), text(head[6]));
        return new Reply.Result(operation, head[3].equals("1"), output, elapsed);
    }

    /** What had to be killed because it ignored the polite signal has status 137 on the host; it too ran out of time. */
    private static int status(int status, Duration elapsed, Duration limit) {
        return status == 137 && elapsed.compareTo(limit) >= 0 ? 124 : status;
    }

    private static Duration hundredths(String count) {
        return Duration.ofMillis(Long.parseLong(count) * 10);
    }

    private String text(String length) throws IOException {
        int wanted = Integer.parseInt(length);
        byte[] bytes = in.readNBytes(wanted);
        if (bytes.length < wanted) {
            throw new Unfinished();
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The words after the nonce of the next line that has it. */
    private String[] head() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(96);
        while (true) {
            int next = in.read();
            if (next == '\n' || next < 0) {
                int at = indexOf(line.toByteArray());
                if (at >= 0 && next == '\n') {
                    keep(line.toByteArray(), at);
                    return line.toString(StandardCharsets.US_ASCII)
                            .substring(at + nonce.length + 1)
                            .split(" ");
                }
                keep(line.toByteArray(), line.size());
                keep(new byte[] {'\n'}, 1);
                line.reset();
                if (next < 0) {
                    throw new Unfinished();
                }
            } else if (line.size() < NOISE) {
                line.write(next);
            }
        }
    }

    private void keep(byte[] bytes, int count) {
        noise.write(bytes, 0, Math.min(count, Math.max(0, NOISE - noise.size())));
    }

    private int indexOf(byte[] line) {
        for (int i = 0; i + nonce.length < line.length; i++) {
            int j = 0;
            while (j < nonce.length && line[i + j] == nonce[j]) {
                j++;
            }
            if (j == nonce.length) {
                return i;
            }
        }
        return -1;
    }
}
