package io.petaforge.fabric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.network.dc.Design;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.remote.Operation;
import io.petaforge.remote.Output;
import io.petaforge.remote.Rendering;
import io.petaforge.step.Action;
import io.petaforge.step.DesiredFile;
import io.petaforge.step.Facts;
import io.petaforge.step.Inputs;
import io.petaforge.step.Probe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class InterfacesStepTest {
    private static final MachineId STORAGE = new MachineId("storage-1");
    private static final String OUT_OF_BAND =
            "client 10.99.0.1\nroute 10.99.0.0/24 dev oob0 proto kernel scope link src 10.99.0.10\n";
    private static final String IN_BAND =
            "client 10.64.0.1\nroute 10.64.0.0/25 dev fab0 proto kernel scope link src 10.64.0.12\n";
    private static final String LINKS =
            "link 2: oob0@if1: <BROADCAST,UP,LOWER_UP> mtu 1500 qdisc noqueue\nlink 3: fab0@if3: <BROADCAST,UP,LOWER_UP> mtu 1500 qdisc noqueue\n";
    private static final String FRESH =
            "networkd LoadState=loaded\nnetworkd ActiveState=inactive\nnetworkd UnitFileState=disabled\nstamp \n"
                    + LINKS;

    private final InterfacesStep step = new InterfacesStep();
    private final ClusterPlan plan = Fabrics.cluster(Design.L3_TOR, 1);
    private final InterfaceFiles wanted =
            InterfaceFiles.of(plan.fabric(), plan.fabric().device(STORAGE).orElseThrow());
    private final String address =
            wanted.interfaces().values().iterator().next().addresses().get(0);

    @Test
    void hostsThatRouteWithTheUsualPacketsAreNotEvenAsked() {
        assertEquals(List.of(), step.probes(Fabrics.cluster(1)));
    }

    @Test
    void aFreshHostGetsItsFiles() {
        List<Action> actions = actions(OUT_OF_BAND, "", FRESH);
        assertEquals(
                List.of(
                        "write /etc/systemd/network/05-petaforge-fab0.network",
                        "write /etc/systemd/networkd.conf.d/60-petaforge.conf",
                        "set up fab0"),
                titles(actions));
    }

    @Test
    void whatIsAsPlannedIsLeftAlone() {
        assertEquals(List.of(), actions(OUT_OF_BAND, written(), as("active", "enabled", stamp(), address)));
    }

    @Test
    void whatIsNotIsSetUpAgain() {
        List<String> setUp = List.of("set up fab0");
        assertEquals(setUp, titles(actions(OUT_OF_BAND, written(), as("failed", "enabled", stamp(), address))));
        assertEquals(setUp, titles(actions(OUT_OF_BAND, written(), as("active", "disabled", stamp(), address))));
        assertEquals(setUp, titles(actions(OUT_OF_BAND, written(), as("active", "enabled", "other", address))));
        assertEquals(setUp, titles(actions(OUT_OF_BAND, written(), as("active", "enabled", stamp(), "10.1.1.1/24"))));
        String jumbo = as("active", "enabled", stamp(), address).replace("LOWER_UP> mtu 1500", "LOWER_UP> mtu 9000");
        assertEquals(setUp, titles(actions(OUT_OF_BAND, written(), jumbo)));
        String more = as("active", "enabled", stamp(), address) + "address 3: fab0    inet 10.1.1.1/24 scope global\n";
        assertEquals(setUp, titles(actions(OUT_OF_BAND, written(), more)));
        // Without carrier the address cannot be there yet.
        String unplugged = as("active", "enabled", stamp(), "10.1.1.1/24").replace("UP,LOWER_UP", "UP");
        assertEquals(List.of(), actions(OUT_OF_BAND, written(), unplugged));
    }

    @Test
    void filesThatThePlanHasNoMoreGoWithTheirInterfaces() {
        String found = as("active", "enabled", stamp(), address)
                + "own /etc/systemd/network/05-petaforge-br7.netdev\n"
                + "link 9: br7: <BROADCAST,UP> mtu 1500 qdisc noqueue\n";
        List<Action> actions = actions(OUT_OF_BAND, written(), found);
        assertEquals(List.of("remove /etc/systemd/network/05-petaforge-br7.netdev", "set up fab0"), titles(actions));
        Operation.Exec apply = (Operation.Exec) actions.get(1).operation();
        assertEquals(
                List.of(stamp(), "br7", "-", "fab0", address),
                apply.command().argv().subList(4, 9));
    }

    @Test
    void aHostThatIsReachedOverItsFabricCanUndoTheChange() {
        List<Action> actions = actions(
                IN_BAND,
                "",
                FRESH + "address 3: fab0    inet 10.64.0.77/25 scope global fab0\n"
                        + "route fab0 default via 10.64.0.1\n");
        assertEquals(1, actions.size());
        Operation.Guarded guarded = (Operation.Guarded) actions.get(0).operation();
        assertEquals(3, guarded.changes().size());
        assertTrue(guarded.paths()
                .containsAll(wanted.files().stream().map(DesiredFile::path).toList()));
        assertTrue(guarded.paths().contains(InterfacesStep.STAMP));
        List<String> undone = guarded.undone().argv();
        assertEquals(
                List.of(
                        "inactive",
                        "no",
                        "-",
                        "drop",
                        "fab0",
                        address,
                        "mtu",
                        "fab0",
                        "1500",
                        "address",
                        "fab0",
                        "10.64.0.77/25",
                        "route",
                        "fab0",
                        "default via 10.64.0.1"),
                undone.subList(4, undone.size()));
        assertTrue(Rendering.operation(guarded).startsWith("undone unless confirmed within 40 s: write /etc/systemd/"));
    }

    @Test
    void theChangeOfAnEndedRunIsUndoneFirst() {
        assertEquals(
                List.of("undo a change that an earlier run did not confirm"),
                titles(actions("unconfirmed\n" + OUT_OF_BAND, "", FRESH)));
    }

    @Test
    void whoeverElseSetsAPortUpIsNamed() throws IOException {
        InterfaceState state = recorded();
        assertEquals(new InterfaceState.Link(1450, false), state.links().get("swp1.200"));
        assertEquals(new InterfaceState.Link(1500, true), state.links().get("br100"));
        assertEquals(List.of("10.64.0.1/25", "fd00::1/64"), state.addresses().get("br100"));
        assertEquals(2, state.routes().get("br100").size());
        assertTrue(state.isOn());
        PetaforgeException refused = assertThrows(
                PetaforgeException.class,
                () -> actions(
                        OUT_OF_BAND,
                        "",
                        FRESH.replace("=loaded", "=masked").replace("fab0@", "eth0@")
                                + "ifupdown fab0 /etc/network/interfaces\nmanager fab0 connected\n"
                                + "file fab0 /etc/systemd/network/00-all.network\n"));
        assertEquals(
                List.of("PF-IF-002", "PF-IF-003", "PF-IF-004", "PF-IF-005", "PF-IF-006"),
                refused.problems().stream().map(Problem::code).toList());
        // Netplan's file comes later, and a port that NetworkManager leaves alone is nobody's.
        assertEquals(
                3,
                actions(
                                OUT_OF_BAND,
                                "",
                                FRESH
                                        + "file fab0 /run/systemd/network/10-netplan-fab0.network\nmanager fab0 unmanaged\n")
                        .size());
    }

    @Test
    void renderedFilesSayWhatTheyPromise() {
        InterfaceFiles files = InterfaceFiles.of(Map.of(
                "60-br100.netdev", "[NetDev]\nName=br100\nKind=bridge\n",
                "60-br100.network", "[Match]\nName=br100\n\n[Link]\nMTUBytes=1450\n\n[Network]\nAddress=10.64.0.1/25\n",
                "networkd.conf.d/60-petaforge.conf", "[Network]\nManageForeignRoutes=no\n"));
        assertEquals(Set.of("br100"), files.made());
        assertEquals(
                new InterfaceFiles.Wanted(
                        "/etc/systemd/network/05-petaforge-br100.network",
                        OptionalInt.of(1450),
                        List.of("10.64.0.1/25")),
                files.interfaces().get("br100"));
        assertEquals("br100", InterfaceFiles.madeBy(files.files().get(0).path()).orElseThrow());
        assertEquals(
                "/etc/systemd/networkd.conf.d/60-petaforge.conf",
                files.files().get(2).path());
    }

    private static InterfaceState recorded() throws IOException {
        return InterfaceState.parse(
                new Output(0, Files.readString(Path.of("src/test/resources/fabric/interfaces/lab-leaf.txt")), ""));
    }

    private String stamp() {
        return Inputs.hash(wanted.files());
    }

    private static String as(String active, String boots, String stamp, String address) {
        return "networkd LoadState=loaded\nnetworkd ActiveState=" + active + "\nnetworkd UnitFileState=" + boots
                + "\nstamp " + stamp + "\n" + LINKS + "address 3: fab0    inet " + address + " scope global fab0\n";
    }

    private String written() {
        StringBuilder modes = new StringBuilder();
        StringBuilder sums = new StringBuilder();
        for (DesiredFile file : wanted.files()) {
            modes.append("0644 root:root ").append(file.path()).append('\n');
            sums.append(Inputs.sha256(file.content().reveal()))
                    .append("  ")
                    .append(file.path())
                    .append('\n');
        }
        return modes + "\n" + sums;
    }

    private List<Action> actions(String wayIn, String files, String state) {
        Map<Facts.Key, Output> outputs = new TreeMap<>();
        for (Probe<?> probe : step.probes(plan)) {
            String text =
                    switch (probe.key()) {
                        case "fabric/way-in" -> wayIn;
                        case "fabric/interfaces/files" -> files;
                        default -> state;
                    };
            boolean here = probe.machine().equals(STORAGE);
            outputs.put(new Facts.Key(probe.machine(), probe.key()), new Output(0, here ? text : elsewhere(probe), ""));
        }
        return step.actions(plan, new Facts(outputs)).stream()
                .filter(action -> action.machine().equals(STORAGE))
                .toList();
    }

    /** All other machines have their ports and nothing against the plan. */
    private String elsewhere(Probe<?> probe) {
        if (!probe.key().equals("fabric/interfaces/state")) {
            return "";
        }
        StringBuilder text = new StringBuilder("networkd LoadState=loaded\n");
        plan.fabric().device(probe.machine()).orElseThrow().ports().forEach(port -> text.append("link 3: ")
                .append(port.name())
                .append("@if3: <UP,LOWER_UP> mtu 1500 qdisc\n"));
        return text.toString();
    }

    private static List<String> titles(List<Action> actions) {
        return actions.stream().map(Action::title).toList();
    }
}
