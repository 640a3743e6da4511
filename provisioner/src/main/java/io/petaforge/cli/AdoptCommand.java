package io.petaforge.cli;

import io.petaforge.api.ExitCode;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.api.SshAccess;
import io.petaforge.api.Substrate;
import io.petaforge.custody.CopySearch;
import io.petaforge.remote.Fleet;
import io.petaforge.spec.ClusterSpec;
import io.petaforge.state.StateDir;
import io.petaforge.state.StateRestore;
import io.petaforge.state.StateSeal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Takes over a cluster that another state directory built, or brings back a damaged one, from what the cluster keeps. */
@Command(
        name = "adopt",
        mixinStandardHelpOptions = true,
        description = {
            "Take the cluster over: bring its plan, secrets and records here from the copy that its hosts keep.",
            "Where they are is told by the record here, by the inventory, or by the service (aws, openstack, maas)"
                    + " that marks its machines with the cluster's name.",
            "What is here and differs is moved aside, never deleted."
        })
final class AdoptCommand extends InventoryCommand {
    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "The private key with which the cluster was built, where the inventory names none.")
    private @Nullable Path key;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description =
                    "Address of a host that runs a monitor, where nothing else tells one; may be given more than once.")
    private List<String> hosts = new ArrayList<>();

    @Option(
            names = "--accept-host-key",
            paramLabel = "FINGERPRINT",
            description = "A host key (SHA256:...) to trust without asking; may be given more than once.")
    private List<String> accepted = new ArrayList<>();

    /**
     * What came of it, as printed.
     *
     * @param passedOver copies that could not be opened
     * @param damaged what was wrong here before
     */
    record Result(
            String cluster,
            String host,
            long serial,
            List<String> restored,
            List<String> aside,
            String asideDirectory,
            List<String> passedOver,
            List<String> damaged) {}

    @Override
    int call(ClusterSpec spec) {
        StateDir state = StateDir.of(common().stateRoot(), spec.name());
        try (var lock = state.lock("adopt");
                Substrate substrate = Substrates.of(spec.substrate(), common().stateRoot())) {
            StateRestore restore = new StateRestore(state);
            List<String> damaged = restore.damage();
            AdoptionHosts ways = AdoptionHosts.of(spec, substrate, hosts, Optional.ofNullable(key), damaged);
            StateSeal seal = Custody.seal(spec.name(), keyFile(ways.access()));
            Collection<SshAccess> known = new HostKeyConsent(new LinkedHashSet<>(accepted)).known(ways.access());
            CopySearch.Result result;
            try (Fleet fleet = Custody.patientFor(known)) {
                result = new CopySearch(spec.name(), seal).search(fleet);
            }
            CopySearch.Found found = result.found()
                    .orElseThrow(() -> new PetaforgeException(
                            result.unreachable() ? ExitCode.UNREACHABLE : ExitCode.PREFLIGHT, result.problems()));
            if (damaged.isEmpty() && !restore.isEmpty() && restore.knows(found.copy())) {
                throw new PetaforgeException(
                        ExitCode.BAD_INPUT,
                        Problem.of(
                                "PF-DAY-058",
                                "the state directory " + state.path()
                                        + " is whole and as new as what the cluster keeps; nothing was changed",
                                "go on with it; to start from the cluster's copy all the same, move the directory"
                                        + " away"));
            }
            HostKeyConsent.mustAgree(known, ways.access(), found);
            StateRestore.Result done = restore.restore(found.copy(), found.files(), stamp());
            print(
                    new Result(
                            spec.name(),
                            found.host().value(),
                            found.copy().serial(),
                            done.restored(),
                            done.aside(),
                            done.directory().map(Path::toString).orElse(""),
                            found.passedOver(),
                            damaged),
                    text(spec.name(), found, done, damaged));
            return ExitCode.OK.status();
        }
    }

    private Path keyFile(Collection<SshAccess> access) {
        if (key != null) {
            return key;
        }
        return access.stream()
                .map(SshAccess::privateKey)
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> new PetaforgeException(
                        ExitCode.BAD_INPUT,
                        Problem.of(
                                "PF-DAY-059",
                                "the private key with which the cluster was built is not known here",
                                "give it with --key FILE: whoever built the cluster has it, in the state directory or"
                                        + " where the inventory says")));
    }

    /** Names a directory: seconds are enough, as two adoptions of one directory exclude each other. */
    private static String stamp() {
        return Instant.now().toString().replaceAll("\\..*", "").replace(":", "");
    }

    private String text(String cluster, CopySearch.Found found, StateRestore.Result done, List<String> damaged) {
        StringBuilder text = new StringBuilder();
        damaged.forEach(line -> text.append("damaged   ").append(line).append('\n'));
        found.passedOver()
                .forEach(line -> text.append("passed    ").append(line).append('\n'));
        done.aside().forEach(line -> text.append("aside     ").append(line).append('\n'));
        text.append("cluster ")
                .append(cluster)
                .append(": state ")
                .append(found.copy().serial())
                .append(" of ")
                .append(found.host())
                .append(", ")
                .append(done.restored().size())
                .append(" files restored");
        done.directory().ifPresent(directory -> text.append("; what was here before is in ")
                .append(directory));
        return text.append("\nnext: petaforge build ")
                .append(file())
                .append('\n')
                .toString();
    }
}
