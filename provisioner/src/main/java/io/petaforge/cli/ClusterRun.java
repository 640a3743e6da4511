package io.petaforge.cli;

import io.petaforge.api.ExitCode;
import io.petaforge.api.HostAddresses;
import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.PowerOnFirst;
import io.petaforge.api.Problem;
import io.petaforge.api.ServiceRequest;
import io.petaforge.api.SshAccess;
import io.petaforge.api.Substrate;
import io.petaforge.discover.SshInspector;
import io.petaforge.lifetime.EndStep;
import io.petaforge.lifetime.Lifetime;
import io.petaforge.plan.ClusterPlanner;
import io.petaforge.plan.GoalCheck;
import io.petaforge.plan.PlanInForce;
import io.petaforge.plan.PlanJson;
import io.petaforge.remote.Fleet;
import io.petaforge.remote.KeptConnections;
import io.petaforge.remote.RemoteFailure;
import io.petaforge.report.LayoutPicture;
import io.petaforge.report.RunReport;
import io.petaforge.report.RunReportHtml;
import io.petaforge.report.RunReportText;
import io.petaforge.spec.ClusterSpec;
import io.petaforge.state.Journal;
import io.petaforge.state.RunLock;
import io.petaforge.state.StateCopy;
import io.petaforge.state.StateDir;
import io.petaforge.step.Gate;
import io.petaforge.step.RunResult;
import io.petaforge.verify.ReportText;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** One run of build or verify, from the inventory to the report. {@link #work} is its table of contents. */
final class ClusterRun implements AutoCloseable {
    /** When a run ends with a proof. */
    enum Proof {
        NONE,
        /** Unless this very plan has passed and nothing was changed since. */
        IF_CHANGED,
        /** Always; and nothing is changed on the way to it. */
        ALWAYS
    }

    /** What the run came to, and what to throw after it was shown. */
    record Result(RunReport report, String text, Optional<PetaforgeException> failure) {}

    /** The report for people, with the picture of the layout, which is beside it too. */
    private static final String PAGE = "report.html";

    private final String command;
    private final Proof proof;
    private final Set<MachineId> lost;
    private final ClusterSpec spec;
    private final Path stateRoot;
    private final StateDir state;
    private final AcceptedPlan accepted;
    private final Console console;
    private final Substrate substrate;
    private final MachineStay stay;
    private final RunLock lock;
    private final Journal journal;
    private final Instant start = Instant.now();
    private final RunRecorder recorder;
    private final MemoryWatch memory;
    private final Custody custody;
    private final RunProof proven;
    private final KeptConnections kept = new KeptConnections();

    private Optional<Path> inventory = Optional.empty();
    private Optional<SavedPlan> saved = Optional.empty();
    private Optional<PlannedCluster> planned = Optional.empty();
    private boolean changed;
    private Gate gate = Gate.OPEN;
    private boolean disturbed;
    private Optional<Instant> powerOn = Optional.empty();

    private ClusterRun(
            String command,
            ClusterSpec spec,
            CommonOptions options,
            Proof proof,
            EndOptions end,
            PriceOptions prices,
            Set<MachineId> lost) {
        this.command = command;
        this.proof = proof;
        this.lost = Set.copyOf(lost);
        this.spec = spec;
        this.stateRoot = options.stateRoot();
        this.state = StateDir.of(stateRoot, spec.name());
        this.accepted = new AcceptedPlan(state);
        Optional<Lifetime> before = new KeptEnd(state).read();
        this.stay = new MachineStay(spec, end.decide(spec, state, start), prices.tariff(spec));
        this.substrate = Substrates.of(spec.substrate(), stateRoot, stay.end(), this::trace, new SshInspector(kept));
        this.lock = state.lock(command);
        new KeptEnd(state).mustStillBe(before, lock);
        this.journal = Journal.open(state, Clock.systemUTC());
        this.console = Console.ofProcess(options);
        this.recorder = new RunRecorder(console, journal, start);
        this.memory = new MemoryWatch(substrate, spec.name());
        this.custody = new Custody(spec.name(), command, state, console, journal);
        this.proven = new RunProof(state, accepted, recorder, console);
    }

    /**
     * Takes the cluster's lock.
     *
     * @param lost machines that leave and will not come back
     *
     * @throws PetaforgeException when another run holds the cluster
     */
    static ClusterRun open(
            String command,
            ClusterSpec spec,
            CommonOptions options,
            Proof proof,
            EndOptions end,
            PriceOptions prices,
            Set<MachineId> lost) {
        return new ClusterRun(command, spec, options, proof, end, prices, lost);
    }

    /** Says which file the cluster is built from, and which saved plan is to be carried out, if any. */
    ClusterRun from(Path file, Optional<SavedPlan> plan) {
        inventory = Optional.of(file);
        saved = plan;
        return this;
    }

    /** Carries it out; a failure ends it early but is reported with everything that was reached. */
    Result run() {
        journal.record("start", Map.of("command", command, "cluster", spec.name()));
        Optional<PetaforgeException> failure = Optional.empty();
        try {
            work();
        } catch (PetaforgeException e) {
            failure = Optional.of(e);
        } catch (RemoteFailure e) {
            failure = Optional.of(new PetaforgeException(ExitCode.UNREACHABLE, e.problem(), e));
        }
        RunReport report = report(failure);
        keep(report);
        journal.record("end", Map.of("outcome", report.outcome(), "seconds", report.seconds()));
        String text = RunReportText.render(report)
                + proven.report().map(found -> "\n" + ReportText.render(found)).orElse("")
                + "\nreport: " + state.path().resolve(PAGE) + "\n";
        return new Result(report, text, failure);
    }

    private void keep(RunReport report) {
        state.keep("report.json", PlanJson.tree(report));
        Optional<String> picture = planned.map(found -> LayoutPicture.render(found.plan(), found.id()));
        picture.ifPresent(svg -> state.keep("layout.svg", svg));
        state.keep(PAGE, RunReportHtml.render(report, picture.orElse("")));
    }

    private void work() {
        StateCopy.refuseLoss(state);
        Optional<PlanInForce> before = accepted.inForce();
        inventory.ifPresent(file -> ImpossibleChanges.refuse(stateRoot, file, spec, before));
        if (proof != Proof.ALWAYS && substrate.capability(PowerOnFirst.class).isPresent()) {
            PowerOnFirst machines = substrate.capability(PowerOnFirst.class).get();
            recorder.phase("power", () -> machines.powerOn(new ClusterPlanner(spec, before).request(), console));
        }
        PlannedCluster offered = recorder.phase("plan", () -> PlannedCluster.of(spec, substrate, before, lost));
        Lost.check(lost, offered.plan());
        this.planned = Optional.of(offered);
        if (proof != Proof.ALWAYS) {
            GoalCheck.problem(spec, offered.plan()).ifPresent(problem -> {
                throw new PetaforgeException(ExitCode.BAD_INPUT, problem);
            });
            recorder.phase("preflight", () -> refuse(substrate.preflight(offered.request())));
        }
        Wiring ready = recorder.phase("resources", () -> wiring(offered));
        saved.ifPresent(plan -> recorder.phase("saved plan", () -> hold(plan, offered, before, ready)));
        if (proof != Proof.ALWAYS) {
            inventory.ifPresent(file -> ImpossibleChanges.builtFrom(state, file));
            // First: machines that were asked for are known to have an end, or to have none.
            new KeptEnd(state).keep(stay.lifetime());
            ready.makeSecrets();
            custody.beforeAccepting(offered, accepted, () -> substrate.access(spec.name()));
            accepted.accept(offered);
            accepted.allocate(offered);
        }
        powerOn = Optional.of(Instant.now());
        Map<MachineId, SshAccess> access = recorder.phase("machines", () -> machines(offered));
        PlannedCluster planned = taken(offered, before);
        Wiring wiring = planned.id().equals(offered.id()) ? ready : wiring(planned);
        try (Fleet fleet = Wiring.fleet(access, kept);
                Custody held = custody) {
            if (proof == Proof.ALWAYS) {
                RunProof.mustBeConverged(recorder.phase("facts", () -> Wiring.engine(fleet, recorder)
                        .preview(planned.plan(), custody.with(wiring.steps()))));
                prove(planned, wiring, fleet);
            } else {
                gate = custody.gate(planned, fleet, before.isEmpty());
                if (planned.plan().leaving().nothing()) {
                    finish(planned, wiring, fleet);
                } else {
                    PlannedCluster rest = drained(planned, wiring, fleet);
                    finish(rest, wiring(rest), fleet);
                }
            }
        }
    }

    private void finish(PlannedCluster planned, Wiring wiring, Fleet fleet) {
        bootstrap("bootstrap", planned, wiring, fleet);
        if (proof == Proof.IF_CHANGED && (disturbed || !accepted.isVerified(planned))) {
            prove(planned, wiring, fleet);
        }
    }

    /**
     * Everything is brought to be as planned with what leaves still there, which then goes; the plan without it follows. It is
     * accepted only when the machines are given back: until then the accepted plan says that they leave.
     */
    private PlannedCluster drained(PlannedCluster leaving, Wiring wiring, Fleet fleet) {
        bootstrap("departures", leaving, wiring, fleet);
        Optional<PlanInForce> gone = Optional.of(PlanInForce.of(leaving.plan()).withoutDepartures());
        PlannedCluster rest = PlannedCluster.of(spec, substrate, gone);
        recorder.phase("release", () -> new GivingBack(substrate, console).run(leaving, rest.request()));
        planned = Optional.of(rest);
        custody.beforeAccepting(rest, accepted, Map::of);
        accepted.accept(rest);
        accepted.allocate(rest);
        return rest;
    }

    /**
     * The plan on the machines that were really taken: one may have stood in for another, and addresses are known of many
     * only now.
     */
    private PlannedCluster taken(PlannedCluster offered, Optional<PlanInForce> before) {
        if (substrate.capability(HostAddresses.class).isEmpty()) {
            return offered;
        }
        PlannedCluster taken = proof == Proof.ALWAYS ? offered : PlannedCluster.of(spec, substrate, before, lost);
        refuse(taken.plan().devices().stream()
                .filter(device -> device.address().isEmpty())
                .map(device -> Problem.of(
                        "PF-NET-039",
                        "no IPv4 address of " + device.id() + " is known",
                        "Give it one in the network that the hosts share, and run this again."))
                .toList());
        if (!taken.id().equals(offered.id())) {
            planned = Optional.of(taken);
            custody.beforeAccepting(taken, accepted, Map::of);
            accepted.accept(taken);
            accepted.allocate(taken);
        }
        return taken;
    }

    private Wiring wiring(PlannedCluster found) {
        return Wiring.of(found, stateRoot, substrate, stay.end(), console);
    }

    private void hold(SavedPlan plan, PlannedCluster offered, Optional<PlanInForce> before, Wiring wiring) {
        plan.mustHold(Foresight.of(offered, before, substrate, wiring, substrate.access(spec.name())));
    }

    private void trace(ServiceRequest request) {
        recorder.request(request);
    }

    private static void refuse(List<Problem> problems) {
        if (!problems.isEmpty()) {
            throw new PetaforgeException(ExitCode.PREFLIGHT, problems);
        }
    }

    private Map<MachineId, SshAccess> machines(PlannedCluster planned) {
        if (proof != Proof.ALWAYS) {
            Map<MachineId, SshAccess> access = new TreeMap<>(substrate.acquire(planned.request(), console));
            // What leaves is not asked for any more, and is still spoken to.
            substrate.access(spec.name()).forEach(access::putIfAbsent);
            return access;
        }
        Map<MachineId, SshAccess> access = substrate.access(spec.name());
        if (access.isEmpty()) {
            throw new PetaforgeException(
                    ExitCode.PREFLIGHT,
                    Problem.of("PF-CLI-020", "cluster '" + spec.name() + "' has no machines", "build it first"));
        }
        return access;
    }

    private void prove(PlannedCluster planned, Wiring wiring, Fleet fleet) {
        if (proof == Proof.ALWAYS) {
            proven.carryOut(planned, wiring, fleet);
            return;
        }
        proven.carryOut(planned, wiring, fleet, () -> {
            Wiring decided = wiring(planned);
            bootstrap("S3A settings", planned, decided, fleet);
            return decided;
        });
    }

    private void bootstrap(String phase, PlannedCluster planned, Wiring wiring, Fleet fleet) {
        // Addresses that are known only now are in certificates: what hosts get of the state is noted before.
        wiring.makeSecrets();
        custody.beforeSteps(planned, accepted, substrate.access(spec.name()));
        RunResult result = recorder.phase(
                phase, () -> Wiring.engine(fleet, recorder, gate).run(planned.plan(), custody.with(wiring.steps())));
        changed |= result.changed();
        if (custody.afterSteps(result)) {
            custody.beforeSteps(planned, accepted, substrate.access(spec.name()));
            Wiring.engine(fleet, recorder, gate)
                    .run(planned.plan(), wiring.stateCopy())
                    .failure()
                    .ifPresent(failure -> {
                        throw failure;
                    });
        }
        // Another end changes nothing of what was proven.
        disturbed |= result.steps().stream()
                .anyMatch(step -> step.rounds() > 0 && !step.name().equals(EndStep.NAME));
        if (disturbed) {
            accepted.unverified();
        }
        result.failure().ifPresent(failure -> {
            throw Unreached.explained(failure, result, planned.plan().leaving());
        });
    }

    private RunReport report(Optional<PetaforgeException> failure) {
        return new RunReport(
                command,
                spec.name(),
                planned.map(PlannedCluster::id).orElse(""),
                start.toString(),
                failure.map(PetaforgeException::exitCode).orElse(ExitCode.OK).name(),
                planned.map(found -> found.plan().storage().osds().size()).orElse(0),
                changed,
                recorder.since(Instant.now()),
                recorder.phases(),
                recorder.stepLines(),
                changed
                        ? powerOn.map(at -> recorder.milestones(at, Wiring.MILESTONES))
                                .orElse(List.of())
                        : List.of(),
                ProcessMemory.peakBytes(),
                memory.peak(),
                proven.report().map(PlanJson::tree),
                failure.map(e -> e.problems().stream().map(Problem::render).toList())
                        .orElse(List.of()),
                stay.report(substrate, planned, powerOn, failure.isPresent()));
    }

    @Override
    public void close() {
        custody.close();
        kept.close();
        memory.close();
        console.close();
        journal.close();
        lock.close();
        substrate.close();
    }
}
