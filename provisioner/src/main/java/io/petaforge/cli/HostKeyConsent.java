package io.petaforge.cli;

import io.petaforge.api.ExitCode;
import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.api.SshAccess;
import io.petaforge.custody.CopySearch;
import io.petaforge.remote.OfferedHostKey;
import io.petaforge.remote.SshFleet;
import io.petaforge.state.StateFiles;
import java.io.Console;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Host keys that neither the inventory nor a record knows are shown to a person before anything is sent to that host. The
 * copy of the state names the keys of all hosts: what was accepted must be among them.
 *
 * @param accepted fingerprints from the command line
 */
record HostKeyConsent(Set<String> accepted) {
    HostKeyConsent {
        accepted = Set.copyOf(accepted);
    }

    /**
     * The hosts whose keys are known or were accepted now. Jump hosts come first: what lies behind one that nobody vouched for
     * cannot be asked for its key.
     *
     * @throws PetaforgeException when there is none, naming what each of the others offers
     */
    Collection<SshAccess> known(Collection<SshAccess> ways) {
        List<Problem> problems = new ArrayList<>();
        Collection<SshAccess> known = vouched(led(ways, problems), problems);
        if (known.isEmpty()) {
            throw new PetaforgeException(ExitCode.UNREACHABLE, problems);
        }
        return known;
    }

    /** Those that lie behind no jump host, or one whose key is known or was accepted. */
    private List<SshAccess> led(Collection<SshAccess> ways, List<Problem> problems) {
        List<SshAccess> hosts = new ArrayList<>();
        ways.stream()
                .flatMap(way -> way.jump().stream())
                .filter(jump -> jump.hostKeys().isEmpty())
                .distinct()
                .forEach(jump -> hosts.add(new SshAccess(
                        new MachineId("jump-host" + (hosts.isEmpty() ? "" : "-" + (hosts.size() + 1))),
                        jump.address(),
                        jump.port(),
                        jump.user(),
                        jump.privateKey(),
                        List.of())));
        List<SshAccess> led = new ArrayList<>(ways.stream()
                .filter(way ->
                        way.jump().map(jump -> !jump.hostKeys().isEmpty()).orElse(true))
                .toList());
        for (SshAccess host : vouched(hosts, problems)) {
            SshAccess.Jump unknown =
                    new SshAccess.Jump(host.address(), host.port(), host.user(), host.privateKey(), List.of());
            ways.stream()
                    .filter(way -> way.jump().equals(Optional.of(unknown)))
                    .forEach(way -> led.add(way.by(unknown.withHostKeys(host.hostKeys()))));
        }
        return led;
    }

    private Collection<SshAccess> vouched(Collection<SshAccess> ways, List<Problem> problems) {
        List<SshAccess> known = new ArrayList<>(
                ways.stream().filter(way -> !way.hostKeys().isEmpty()).toList());
        List<SshAccess> unknown =
                ways.stream().filter(way -> way.hostKeys().isEmpty()).toList();
        Map<MachineId, OfferedHostKey> offered =
                unknown.isEmpty() ? Map.of() : new TreeMap<>(SshFleet.offered(unknown));
        for (SshAccess way : unknown) {
            OfferedHostKey key = offered.get(way.machine());
            if (key == null) {
                problems.add(silent(way));
            } else if (consents(way, key)) {
                known.add(way.withHostKeys(List.of(key.line())));
            } else {
                problems.add(Problem.of(
                        "PF-DAY-062",
                        way.machine() + " (" + way.address() + ") offers host key " + key.fingerprint()
                                + ", and nothing here says whether it is the right one",
                        "compare it with what 'ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub' (or the file of that"
                                + " kind) prints on its console; if they agree: --accept-host-key "
                                + key.fingerprint()));
            }
        }
        return known;
    }

    private static Problem silent(SshAccess way) {
        return Problem.of(
                "PF-DAY-065",
                way.machine() + " (" + way.address() + ") does not answer"
                        + way.jump()
                                .map(jump -> " by way of jump host " + jump.address())
                                .orElse(""),
                "check that it is on and reachable"
                        + (way.jump().isPresent()
                                ? ", and that the private key is the one with which the cluster was built"
                                : "")
                        + ", or give another monitor's host: --host ADDRESS");
    }

    private boolean consents(SshAccess way, OfferedHostKey key) {
        if (accepted.contains(key.fingerprint())) {
            return true;
        }
        @Nullable Console terminal = System.console();
        return accepted.isEmpty()
                && terminal != null
                && "yes"
                        .equals(terminal.readLine(
                                "%s (%s) has host key %s. Is it the right one? (yes/no) ",
                                way.machine(), way.address(), key.fingerprint()));
    }

    /**
     * Compares what was accepted with what the copy says.
     *
     * @param known with the keys they were reached by
     * @param before as they were found: without keys where a person had to judge
     * @throws PetaforgeException when the host that the copy came from has a key that the cluster's record does not have
     */
    static void mustAgree(Collection<SshAccess> known, Collection<SshAccess> before, CopySearch.Found found) {
        boolean judged = before.stream()
                .anyMatch(way ->
                        way.machine().equals(found.host()) && way.hostKeys().isEmpty());
        String pins = Optional.ofNullable(found.files().files().get(StateFiles.PINS))
                .map(secret -> secret.reveal())
                .orElse("");
        boolean agrees = known.stream()
                .filter(way -> way.machine().equals(found.host()))
                .flatMap(way -> way.hostKeys().stream())
                .anyMatch(pins::contains);
        if (judged && !agrees) {
            throw new PetaforgeException(
                    ExitCode.UNREACHABLE,
                    Problem.of(
                            "PF-DAY-063",
                            "the host key of " + found.host()
                                    + " that was accepted is not among those that the cluster's own state has",
                            "somebody may stand between here and that host: nothing was restored. Compare the"
                                    + " fingerprint on its console"));
        }
    }
}
