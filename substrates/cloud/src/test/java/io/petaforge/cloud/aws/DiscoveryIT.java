package io.petaforge.cloud.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.ClusterRequest;
import io.petaforge.api.ExitCode;
import io.petaforge.api.MachineDiscovery.Discovered;
import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.SshAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clusters whose record is lost, as moto knows them. */
class DiscoveryIT extends OnMoto {
    private static final ClusterRequest REQUEST = Site.request("pf1", 1);

    @TempDir
    private Path root;

    private int first;

    @BeforeEach
    void clean() throws Exception {
        empty();
        first = between.forms().size();
    }

    private AwsSubstrate open(String operator) {
        return Site.substrate(Site.settings(between.address()), root.resolve(operator), call -> {});
    }

    private AwsSubstrate jumping(String operator) {
        return Site.substrate(Site.behindJumpHost(between.address()), root.resolve(operator), call -> {});
    }

    private static List<String> addresses(Collection<SshAccess> ways) {
        return ways.stream().map(SshAccess::address).sorted().toList();
    }

    private static List<SshAccess> ways(List<Discovered> found) {
        return found.stream().map(Discovered::access).toList();
    }

    private static List<String> sorted(List<String> one, List<String> other) {
        return Stream.concat(one.stream(), other.stream()).sorted().toList();
    }

    @Test
    void whatRunsIsFoundByItsTagsAloneWhoeverBuiltIt() throws Exception {
        try (AwsSubstrate builder = open("one");
                AwsSubstrate other = open("two");
                AwsSubstrate neighbour = open("three");
                AwsSubstrate nobody = open("nobody")) {
            Map<MachineId, SshAccess> access = builder.acquire(REQUEST, line -> {});
            neighbour.acquire(Site.request("pf1-b", 1), line -> {});
            int sent = between.forms().size();
            List<Discovered> found = nobody.discover("pf1");
            assertEquals(sent + 1, between.forms().size(), "one request");
            assertEquals(addresses(access.values()), addresses(ways(found)));
            assertEquals(
                    List.of("compute", "compute", "compute", "storage", "storage", "storage"),
                    found.stream().map(Discovered::group).sorted().toList());
            for (SshAccess way : ways(found)) {
                assertTrue(way.machine().value().matches("i-[0-9a-f]+"), way::toString);
                assertEquals("ubuntu", way.user());
                assertEquals(root.resolve("nobody/pf1/aws/operator_ed25519"), way.privateKey());
                assertEquals(List.of(), way.hostKeys(), "EC2 knows none");
                assertTrue(way.jump().isEmpty());
            }
            assertTrue(Files.notExists(root.resolve("nobody")), "asking leaves nothing here");

            List<String> two = addresses(other.acquire(REQUEST, line -> {}).values());
            assertEquals(sorted(addresses(access.values()), two), addresses(ways(nobody.discover("pf1"))));

            MachineId off = new MachineId("storage-2");
            builder.powerOff("pf1", off);
            assertEquals(
                    sorted(addresses(access.values()), two).stream()
                            .filter(address -> !address.equals(access.get(off).address()))
                            .toList(),
                    addresses(ways(nobody.discover("pf1"))));
            builder.release("pf1", line -> {});
            assertEquals(two, addresses(ways(nobody.discover("pf1"))));
            assertEquals(List.of(), nobody.discover("pf2"));
        }
        List<String> forms = between.forms().subList(first, between.forms().size());
        assertEquals(List.of("checked " + forms.size() + " requests against 2016-11-15"), Moto.check(forms));
    }

    @Test
    void eachBuildBehindAJumpHostIsFoundWithItsOwn() {
        List<String> expected = new ArrayList<>();
        try (AwsSubstrate one = jumping("one");
                AwsSubstrate two = jumping("two");
                // What its inventory says of jump hosts does not matter: the tags tell.
                AwsSubstrate nobody = open("nobody")) {
            for (AwsSubstrate builder : List.of(one, two)) {
                builder.acquire(REQUEST, line -> {})
                        .values()
                        .forEach(way -> expected.add(way.address() + " by "
                                + way.jump().orElseThrow().address()));
            }
            List<SshAccess> found = ways(nobody.discover("pf1"));
            assertEquals(
                    expected.stream().sorted().toList(),
                    found.stream()
                            .map(way -> way.address() + " by "
                                    + way.jump().orElseThrow().address())
                            .sorted()
                            .toList());
            assertEquals(12, found.size(), "jump hosts are none of the machines");
            assertEquals(
                    2,
                    found.stream()
                            .map(way -> way.jump().orElseThrow())
                            .distinct()
                            .count());
            SshAccess.Jump jump = found.get(0).jump().orElseThrow();
            assertEquals(List.of(), jump.hostKeys());
            assertEquals(found.get(0).privateKey(), jump.privateKey());
        }
    }

    @Test
    void refusedCredentialsAreNoEmptyCluster() {
        between.script((number, action, form) -> Between.Fate.error(401, "AuthFailure"));
        try (AwsSubstrate aws = open("one")) {
            PetaforgeException refused = assertThrows(PetaforgeException.class, () -> aws.discover("pf1"));
            assertEquals(ExitCode.PREFLIGHT, refused.exitCode());
            assertTrue(refused.getMessage().startsWith("PF-CLOUD-012: EC2, DescribeInstances: "), refused::getMessage);
        }
    }

    /** What adoption brings back is these files, wherever they were before. */
    @Test
    void theDriversFilesAreAllThatAnotherOperatorNeeds() throws Exception {
        try (AwsSubstrate builder = jumping("one");
                AwsSubstrate adopter = jumping("two")) {
            Map<MachineId, SshAccess> access = builder.acquire(REQUEST, line -> {});
            copy(root.resolve("one"), root.resolve("two"));
            assertEquals(access.keySet(), adopter.access("pf1").keySet());
            access.forEach((id, way) -> {
                SshAccess same = adopter.access("pf1").get(id);
                assertEquals(
                        way.hostKeys().toString() + way.jump().orElseThrow().hostKeys(),
                        same.hostKeys().toString() + same.jump().orElseThrow().hostKeys());
                assertEquals(root.resolve("two/pf1/aws/operator_ed25519"), same.privateKey());
            });
            int sent = between.forms().size();
            assertEquals(adopter.access("pf1"), adopter.acquire(REQUEST, line -> {}));
            assertTrue(
                    between.forms().stream().skip(sent).allMatch(form -> form.startsWith("Action=Describe")),
                    "there is nothing to make");
            assertEquals(List.of(), adopter.orphans("pf1"));
            assertEquals(List.of(), adopter.release("pf1", line -> {}).remaining());
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }
}
