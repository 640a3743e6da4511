package io.petaforge.remote;

import io.petaforge.api.MachineId;
import io.petaforge.api.SshAccess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import net.schmizz.sshj.Config;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.userauth.keyprovider.KeyPairWrapper;
import net.schmizz.sshj.userauth.keyprovider.KeyProvider;

/** Hosts over SSH, one connection each. */
public final class SshFleet implements Fleet {
    /** Who asks for keys waits most of the time, and for those that are off until the time limit. */
    private static final int OFFERS_AT_ONCE = 32;

    private final Map<MachineId, SshHost> hosts;
    private final ScheduledExecutorService clock;
    private final JumpHosts jumps;
    private final Map<Path, KeyProvider> keys = new ConcurrentHashMap<>();
    private final Config config = SshAlgorithms.config();

    private SshFleet(Collection<SshAccess> accesses, SshSettings settings, Optional<KeptConnections> kept) {
        clock = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "ssh-time-limits");
            thread.setDaemon(true);
            return thread;
        });
        jumps = new JumpHosts(settings, config, this::key);
        Map<MachineId, SshHost> made = new TreeMap<>();
        for (SshAccess access : accesses) {
            SshConnector connector = new SshConnector(access, settings, config, this::key, jumps);
            made.put(access.machine(), new SshHost(access, settings, connector, clock, kept));
        }
        hosts = Collections.unmodifiableMap(made);
    }

    /** The hosts that can be reached in these ways; no connection is opened yet. */
    public static SshFleet of(Collection<SshAccess> accesses, SshSettings settings) {
        return new SshFleet(accesses, settings, Optional.empty());
    }

    /** The same with connections that an earlier fleet has left, and that are left in the end. */
    public static SshFleet of(Collection<SshAccess> accesses, SshSettings settings, KeptConnections kept) {
        return new SshFleet(accesses, settings, Optional.of(kept));
    }

    /**
     * What host key each host offers, for a person to judge; hosts that do not answer are left out. No login is tried but that
     * on a jump host, whose key must be known.
     */
    public static Map<MachineId, OfferedHostKey> offered(Collection<SshAccess> accesses) {
        Map<MachineId, OfferedHostKey> offered = new ConcurrentSkipListMap<>();
        // A connection that ends behind a jump host may take the one to the jump host along, when something more was on
        // its
        // way to it: those are asked one after the other.
        boolean alone = accesses.stream().anyMatch(access -> access.jump().isPresent());
        ExecutorService pool = Executors.newFixedThreadPool(alone ? 1 : OFFERS_AT_ONCE);
        try (SshFleet fleet = SshFleet.of(accesses, SshSettings.DEFAULTS.withBoot(Duration.ZERO))) {
            List<CompletableFuture<Void>> asked = accesses.stream()
                    .map(access -> CompletableFuture.runAsync(
                            () -> new SshConnector(access, SshSettings.DEFAULTS, fleet.config, fleet::key, fleet.jumps)
                                    .offered()
                                    .ifPresent(key -> offered.put(access.machine(), key)),
                            pool))
                    .toList();
            asked.forEach(CompletableFuture::join);
        } finally {
            pool.shutdownNow();
        }
        return offered;
    }

    @Override
    public Set<MachineId> machines() {
        return hosts.keySet();
    }

    @Override
    public RemoteHost host(MachineId machine) {
        SshHost host = hosts.get(machine);
        if (host == null) {
            throw new IllegalArgumentException("no way to reach " + machine + " is known");
        }
        return host;
    }

    @Override
    public void close() {
        hosts.values().forEach(SshHost::close);
        jumps.close();
        clock.shutdownNow();
    }

    /** Most hosts share one key: it is read once. */
    private KeyProvider key(SshAccess access) throws IOException {
        KeyProvider known = keys.get(access.privateKey());
        if (known != null) {
            return known;
        }
        try (SSHClient reader = new SSHClient(config)) {
            KeyProvider read = reader.loadKeys(access.privateKey().toString());
            KeyProvider loaded = new KeyPairWrapper(read.getPublic(), read.getPrivate());
            keys.put(access.privateKey(), loaded);
            return loaded;
        }
    }
}
