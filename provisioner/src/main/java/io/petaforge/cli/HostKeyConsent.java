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
     * The hosts whose keys are known or were accepted now.
     *
     * @throws PetaforgeException when there is none, naming what each of the others offers
     */
    Collection<SshAccess> known(Collection<SshAccess> ways) {
        List<SshAccess> known = new ArrayList<>(
                ways.stream().filter(way -> !way.hostKeys().isEmpty()).toList());
        List<SshAccess> unknown =
                ways.stream().filter(way -> way.hostKeys().isEmpty()).toList();
        if (unknown.isEmpty()) {
            return known;
        }
        List<Problem> problems = new ArrayList<>();
        Map<MachineId, OfferedHostKey> offered = new TreeMap<>(SshFleet.offered(unknown));
        for (SshAccess way : unknown) {
            OfferedHostKey key = offered.get(way.machine());
            if (key == null) {
                problems.add(Problem.of(
                        "PF-DAY-065",
                        way.machine() + " (" + way.address() + ") does not answer",
                        "check that it is on and reachable, or give another monitor's host: --host ADDRESS"));
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
        if (known.isEmpty()) {
            throw new PetaforgeException(ExitCode.UNREACHABLE, problems);
        }
        return known;
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
        String pins = java.util.Optional.ofNullable(found.files().files().get(StateFiles.PINS))
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
