package io.petaforge.fixed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.petaforge.api.Answer;
import io.petaforge.api.BitRate;
import io.petaforge.api.ByteSize;
import io.petaforge.api.ClusterRequest;
import io.petaforge.api.Disk;
import io.petaforge.api.Hardware;
import io.petaforge.api.HostAddresses;
import io.petaforge.api.Inspection;
import io.petaforge.api.Inspector;
import io.petaforge.api.Machine;
import io.petaforge.api.MachineId;
import io.petaforge.api.MachineRequest;
import io.petaforge.api.Media;
import io.petaforge.api.Nic;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.PowerAction;
import io.petaforge.api.PowerOnFirst;
import io.petaforge.api.PowerState;
import io.petaforge.api.PowerSwitches;
import io.petaforge.api.Problem;
import io.petaforge.api.Progress;
import io.petaforge.api.Released;
import io.petaforge.api.SshAccess;
import io.petaforge.api.Substrate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FixedSubstrateTest {
    @TempDir
    Path state;

    private final Answers answers = new Answers();

    @Test
    void whatIsOfferedIsWhatTheMachinesSaidInTheRacksOfTheInventory() {
        answers.put(machine("storage-1", "SN1", "D1"));
        answers.put(machine("storage-2", "SN2", "D2"));
        List<Machine> offered = substrate().offer(request(host("storage-1", "r1"), host("storage-2", "r2")));
        assertEquals(
                List.of("r1", "r2"),
                offered.stream().map(m -> m.location().rack()).toList());
        assertEquals("D2", offered.get(1).disks().get(0).serial());
        assertEquals(16, offered.get(0).threads());
    }

    @Test
    void machinesAreAskedOnceInARun() {
        answers.put(machine("storage-1", "SN1", "D1"));
        FixedSubstrate substrate = substrate();
        ClusterRequest request = request(host("storage-1", "r1"));
        substrate.offer(request);
        assertEquals(List.of(), substrate.preflight(request));
        substrate.acquire(request, Progress.SILENT);
        assertEquals(1, answers.asked);
    }

    @Test
    void everythingThatStandsInTheWayIsSaidAtOnce() {
        answers.put(new Inspection(
                4,
                ByteSize.ofGiB(8),
                List.of(),
                List.of(new Nic("eno1", BitRate.ofGbit(1))),
                List.of("192.0.2.9"),
                hardware("storage-1", "SN1"),
                new Inspection.Software("ubuntu", "20.04", "Ubuntu 20.04.6 LTS", ""),
                List.of()));
        answers.problems.put(
                new MachineId("storage-2"), Problem.of("PF-SSH-001", "storage-2 did not answer", "switch it on"));
        answers.put(machine("storage-3", "SN3", "D3"));
        answers.put(machine("storage-4", "SN3", "D3"));
        List<String> problems = substrate()
                .preflight(request(
                        host("storage-1", "r1"),
                        host("storage-2", "r2"),
                        host("storage-3", "r3"),
                        host("storage-4", "r1"),
                        host("storage-9", "r1")))
                .stream()
                .map(problem -> problem.code() + " " + problem.what())
                .toList();
        assertEquals(
                List.of(
                        "PF-FIX-009 no address of storage-9 is known",
                        "PF-SSH-001 storage-2 did not answer",
                        "PF-FIX-003 storage-1 has 4 threads, and 8 are asked for",
                        "PF-FIX-003 storage-1 has 8 GiB of memory, and 32 GiB are asked for",
                        "PF-FIX-004 storage-1 runs Ubuntu 20.04.6 LTS, on which petaforge installs nothing",
                        "PF-FIX-005 storage-1 has no python3",
                        "PF-FIX-007 storage-1 has no port ens1f0, which the plan cables; it has eno1",
                        "PF-FIX-002 storage-3 and storage-4 have the same drives: both addresses lead to one machine"),
                problems);
    }

    @Test
    void anUnreachableMachineRefusesTheOffer() {
        answers.problems.put(
                new MachineId("storage-1"), Problem.of("PF-SSH-001", "storage-1 did not answer", "switch it on"));
        PetaforgeException refused =
                assertThrows(PetaforgeException.class, () -> substrate().offer(request(host("storage-1", "r1"))));
        assertEquals("PF-SSH-001", refused.problems().get(0).code());
    }

    @Test
    void aClusterIsThereFromItsAcquisitionToItsRelease() {
        answers.put(machine("storage-1", "SN1", "D1"));
        FixedSubstrate substrate = substrate();
        assertEquals(Map.of(), substrate.access("metal"));
        assertEquals(4, substrate.machines().size());
        ClusterRequest request = request(host("storage-1", "r1"));
        Map<MachineId, SshAccess> taken = substrate.acquire(request, Progress.SILENT);
        assertEquals(taken, substrate().access("metal"));
        assertEquals(taken, substrate.acquire(request, Progress.SILENT));
        Released released = substrate.release("metal", Progress.SILENT);
        assertEquals(List.of(), released.remaining());
        assertEquals(
                List.of(
                        "storage-1 (192.0.2.1) keeps all that is on it: services, packages, configuration and the data on its"
                                + " drives"),
                released.checked());
        assertEquals(Map.of(), substrate.access("metal"));
        assertEquals(List.of(), substrate.release("metal", Progress.SILENT).removed());
    }

    @Test
    void aMachineThatLeavesIsRecordedUntilItIsGivenBack() {
        answers.put(machine("storage-1", "SN1", "D1"));
        answers.put(machine("storage-2", "SN2", "D2"));
        substrate().acquire(request(host("storage-1", "r1"), host("storage-2", "r2")), Progress.SILENT);
        MachineId leaving = new MachineId("storage-2");
        FixedSubstrate substrate = substrate();
        substrate.acquire(request(host("storage-1", "r1")), Progress.SILENT);
        assertEquals(2, substrate.access("metal").size(), "not asked for any more, and still to be drained");
        Released released = substrate.releaseMachines("metal", Set.of(leaving), Progress.SILENT);
        assertEquals(List.of("the record of storage-2 (192.0.2.2), which goes on running"), released.removed());
        assertEquals(List.of(), released.remaining());
        assertEquals(
                Set.of(new MachineId("storage-1")), substrate().access("metal").keySet());
        assertEquals(
                List.of(),
                substrate
                        .releaseMachines("metal", Set.of(leaving), Progress.SILENT)
                        .removed());
    }

    @Test
    void aMachineWithoutASerialIsKnownByItsDrives() {
        answers.put(machine("storage-1", "", "D1"));
        ClusterRequest request = request(host("storage-1", "r1"));
        substrate().acquire(request, Progress.SILENT);
        answers.put(machine("storage-1", "", "D1"));
        assertEquals(List.of(), substrate().preflight(request));
        answers.put(machine("storage-1", "SN1", "D2"));
        assertEquals(
                List.of(
                        "storage-1 was the machine with drives D1 when the cluster was built, and is that with drives D2 now"),
                substrate().preflight(request).stream().map(Problem::what).toList());
    }

    @Test
    void whatControllersCanDoTheyAreAskedFor() {
        assertEquals(Optional.empty(), substrate().capability(PowerSwitches.class));
        Controllers controllers = new Controllers();
        FixedSubstrate switched = new FixedSubstrate(List.of(), Optional.of(controllers), answers, state);
        assertEquals(
                Map.of(new MachineId("storage-1"), Answer.of(PowerState.OFF)),
                switched.capability(PowerSwitches.class)
                        .orElseThrow()
                        .states("metal", Set.of(new MachineId("storage-1"))));
        assertSame(switched, switched.capability(HostAddresses.class).orElseThrow(), "what it can do itself it does");
        switched.capability(PowerOnFirst.class)
                .orElseThrow()
                .powerOn(
                        request(host("storage-1", "r1"), host("storage-2", "r1"), host("storage-3", "r1")),
                        Progress.SILENT);
        assertEquals(List.of("storage-1"), controllers.switchedOn, "storage-2 is on, storage-3 has no controller");
    }

    @Test
    void aMachineThatIsAnotherThanTheClusterWasBuiltOnIsRefused() throws Exception {
        answers.put(machine("storage-1", "SN1", "D1"));
        ClusterRequest request = request(host("storage-1", "r1"));
        substrate().acquire(request, Progress.SILENT);
        answers.put(machine("storage-1", "SN9", "D9"));
        PetaforgeException refused =
                assertThrows(PetaforgeException.class, () -> substrate().acquire(request, Progress.SILENT));
        assertEquals("PF-FIX-006", refused.problems().get(0).code());
        Files.delete(state.resolve("metal/fixed-machines"));
        assertEquals(1, substrate().acquire(request, Progress.SILENT).size());
    }

    private FixedSubstrate substrate() {
        List<SshAccess> accesses = new ArrayList<>();
        for (int i = 1; i <= 4; i++) {
            accesses.add(new SshAccess(
                    new MachineId("storage-" + i),
                    "192.0.2." + i,
                    22,
                    "root",
                    Path.of("key"),
                    List.of("ssh-ed25519 AAAA")));
        }
        return new FixedSubstrate(accesses, Optional.empty(), answers, state);
    }

    private static ClusterRequest request(MachineRequest... machines) {
        return new ClusterRequest("metal", List.of(machines), List.of());
    }

    private static MachineRequest host(String id, String rack) {
        return new MachineRequest(
                new MachineId(id),
                "storage",
                MachineRequest.Kind.HOST,
                rack,
                8,
                ByteSize.ofGiB(32),
                List.of(),
                List.of("ens1f0"),
                MachineRequest.Image.BARE);
    }

    private static Inspection machine(String id, String serial, String drive) {
        Hardware hardware = hardware(id, serial);
        return new Inspection(
                16,
                ByteSize.ofGiB(64),
                List.of(new Disk(drive, "model", ByteSize.parse("7.68TB"), Media.NVME, false)),
                List.of(new Nic("ens1f0", BitRate.ofGbit(25))),
                List.of("192.0.2.1"),
                new Hardware(
                        hardware.id(),
                        "192.0.2.1",
                        "",
                        "",
                        serial,
                        "",
                        List.of(),
                        List.of(new Hardware.Port(
                                "ens1f0",
                                "",
                                Optional.of(BitRate.ofGbit(25)),
                                OptionalInt.empty(),
                                OptionalInt.empty(),
                                Optional.empty())),
                        List.of()),
                new Inspection.Software("debian", "12", "Debian GNU/Linux 12 (bookworm)", "3.11.2"),
                List.of());
    }

    private static Hardware hardware(String id, String serial) {
        return new Hardware(
                new MachineId(id),
                "192.0.2.1",
                "",
                "",
                serial,
                "",
                List.of(),
                List.of(new Hardware.Port(
                        "eno1", "", Optional.empty(), OptionalInt.empty(), OptionalInt.empty(), Optional.empty())),
                List.of());
    }

    /** Machines that answer what they are told to. */
    private static final class Answers implements Inspector {
        final Map<MachineId, Inspection> machines = new TreeMap<>();
        final Map<MachineId, Problem> problems = new TreeMap<>();
        int asked;

        void put(Inspection inspection) {
            machines.put(inspection.hardware().id(), inspection);
        }

        @Override
        public Map<MachineId, Answer<Inspection>> inspect(Collection<SshAccess> accesses) {
            asked++;
            Map<MachineId, Answer<Inspection>> answers = new TreeMap<>();
            for (SshAccess access : accesses) {
                Problem problem = problems.get(access.machine());
                Inspection machine = machines.get(access.machine());
                if (problem != null) {
                    answers.put(access.machine(), Answer.failed(problem));
                } else if (machine != null) {
                    answers.put(access.machine(), Answer.of(machine));
                }
            }
            return answers;
        }
    }

    /** Controllers of storage-1, which is off, and of storage-2, which is on. */
    private static final class Controllers implements Substrate, PowerSwitches, PowerOnFirst, HostAddresses {
        final List<String> switchedOn = new ArrayList<>();

        @Override
        public boolean switches(MachineId machine) {
            return !machine.value().equals("storage-3");
        }

        @Override
        public void powerOn(ClusterRequest request, Progress progress) {
            request.machines().forEach(machine -> switchedOn.add(machine.id().value()));
        }

        @Override
        public Map<MachineId, Answer<PowerState>> states(String cluster, Set<MachineId> machines) {
            return machines.stream()
                    .collect(Collectors.toMap(
                            id -> id,
                            id -> Answer.of(id.value().equals("storage-1") ? PowerState.OFF : PowerState.ON)));
        }

        @Override
        public Map<MachineId, Answer<PowerState>> act(
                String cluster, Set<MachineId> machines, PowerAction action, Progress progress) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Map<MachineId, List<String>> addresses(ClusterRequest request) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String name() {
            return "controllers";
        }

        @Override
        public List<Machine> offer(ClusterRequest request) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Problem> preflight(ClusterRequest request) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Map<MachineId, SshAccess> acquire(ClusterRequest request, Progress progress) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Map<MachineId, SshAccess> access(String cluster) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Released release(String cluster, Progress progress) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }
}
