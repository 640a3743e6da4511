package io.petaforge.remote;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;

/** A process of this machine behind a channel. Like OpenSSH it only closes the process's pipes when the channel is gone. */
final class LocalShell implements Command {
    private final List<String> argv;
    private final Map<String, String> environment;
    private InputStream in;
    private OutputStream out;
    private OutputStream err;
    private ExitCallback exit;
    private Process process;

    /**
     * The process that answers one command.
     *
     * @param argv what is run
     * @param environment beside what this process has itself
     */
    LocalShell(List<String> argv, Map<String, String> environment) {
        this.argv = argv;
        this.environment = environment;
    }

    @Override
    public void setInputStream(InputStream stream) {
        in = stream;
    }

    @Override
    public void setOutputStream(OutputStream stream) {
        out = stream;
    }

    @Override
    public void setErrorStream(OutputStream stream) {
        err = stream;
    }

    @Override
    public void setExitCallback(ExitCallback callback) {
        exit = callback;
    }

    @Override
    public void start(ChannelSession channel, Environment env) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(argv);
        builder.environment().putAll(environment);
        process = builder.start();
        pump(in, process.getOutputStream(), true);
        Thread stdout = pump(process.getInputStream(), out, false);
        Thread stderr = pump(process.getErrorStream(), err, false);
        thread(() -> {
            try {
                stdout.join();
                stderr.join();
                exit.onExit(process.waitFor());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @Override
    public void destroy(ChannelSession channel) throws IOException {
        process.getOutputStream().close();
    }

    private Thread pump(InputStream from, OutputStream to, boolean close) {
        return thread(() -> {
            byte[] buffer = new byte[32 * 1024];
            try {
                for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
                    to.write(buffer, 0, read);
                    to.flush();
                }
            } catch (IOException e) {
                // One side is gone; the other learns of it by the close below.
            } finally {
                if (close) {
                    try {
                        to.close();
                    } catch (IOException e) {
                        // It was closed already.
                    }
                }
            }
        });
    }

    private Thread thread(Runnable task) {
        Thread thread = new Thread(task, "local-shell");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
