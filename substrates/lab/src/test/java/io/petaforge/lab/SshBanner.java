package io.petaforge.lab;

import io.petaforge.api.MachineId;
import io.petaforge.api.SshAccess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** Waits for the first words of sshd. */
final class SshBanner {
    private SshBanner() {}

    /** When each machine answered, in {@link System#nanoTime}; those that did not are missing. */
    static Map<MachineId, Long> await(Collection<SshAccess> machines, Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        Map<MachineId, Long> answered = new ConcurrentSkipListMap<>();
        List<Thread> threads = new ArrayList<>();
        for (SshAccess machine : machines) {
            Thread thread = new Thread(() -> {
                while (System.nanoTime() < end && !answered.containsKey(machine.machine())) {
                    if (answers(machine)) {
                        answered.put(machine.machine(), System.nanoTime());
                    }
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return answered;
    }

    static boolean answers(SshAccess machine) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(machine.address(), machine.port()), 500);
            socket.setSoTimeout(2000);
            return new String(socket.getInputStream().readNBytes(4), StandardCharsets.US_ASCII).equals("SSH-");
        } catch (IOException e) {
            try {
                Thread.sleep(20);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            return false;
        }
    }
}
