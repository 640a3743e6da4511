package io.petaforge.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.petaforge.api.Ed25519Key;
import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.netboot.BootTarget;
import io.petaforge.spec.ControllerSpec;
import io.petaforge.spec.SecretRef;
import io.petaforge.spec.SshSpec;
import io.petaforge.spec.SubstrateSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BootFactsTest {
    private static final MachineId ONE = new MachineId("storage-1");
    private static final MachineId TWO = new MachineId("storage-2");
    private static final Optional<String> MAC = Optional.of("52:54:00:12:34:56");
    private static final Optional<String> DRIVE = Optional.of("S3Z8NX0K123456");

    private static SubstrateSpec.Bmc.Host host(String address, Optional<String> mac, Optional<String> drive) {
        return new SubstrateSpec.Bmc.Host(
                new SshSpec.Place(address, OptionalInt.empty(), List.of()),
                new ControllerSpec(
                        ControllerSpec.Protocol.IPMI,
                        "198.51.100.11",
                        623,
                        "admin",
                        new SecretRef.Env("PASSWORD"),
                        Optional.empty(),
                        Optional.empty(),
                        0),
                new SubstrateSpec.Bmc.Boot(mac, drive));
    }

    private static SubstrateSpec.Bmc spec(Map<MachineId, SubstrateSpec.Bmc.Host> hosts) {
        SshSpec ssh = new SshSpec("root", 22, Path.of("/keys/id_ed25519"), Optional.empty(), Optional.empty());
        return new SubstrateSpec.Bmc(ssh, hosts);
    }

    @Test
    void what_the_inventory_says_is_not_asked() {
        SubstrateSpec.Bmc spec = spec(Map.of(ONE, host("192.0.2.11", MAC, DRIVE)));
        BootTarget target =
                BootFacts.of(spec, Set.of(ONE), Map.of()).target(ONE, new Ed25519Key("private", "ssh-ed25519 AAAA"));
        assertEquals(
                "52:54:00:12:34:56 192.0.2.11 S3Z8NX0K123456",
                target.mac() + " " + target.address() + " " + target.bootDrive());
    }

    @Test
    void everything_that_nobody_tells_is_said_at_once() throws Exception {
        SubstrateSpec.Bmc spec = spec(Map.of(
                ONE, host("192.0.2.11", MAC, Optional.empty()),
                TWO, host("storage-2.example.com", Optional.empty(), Optional.empty())));
        PetaforgeException refused =
                assertThrows(PetaforgeException.class, () -> BootFacts.of(spec, Set.of(ONE, TWO), Map.of()));
        assertEquals(
                Files.readString(Path.of("src/test/resources/netboot/refused.txt")),
                refused.problems().stream().map(Problem::render).sorted().collect(Collectors.joining("\n")) + "\n");
    }

    @Test
    void the_operators_public_key_lies_beside_the_private_one(@TempDir Path directory) throws Exception {
        Path key = directory.resolve("id");
        assertThrows(PetaforgeException.class, () -> OperatorKey.publicLine(key));
        Files.writeString(directory.resolve("id.pub"), "ssh-ed25519 AAAA me@here\n");
        assertEquals("ssh-ed25519 AAAA me@here", OperatorKey.publicLine(key));
        Files.writeString(directory.resolve("id.pub"), "-----BEGIN OPENSSH PRIVATE KEY-----\n");
        assertThrows(PetaforgeException.class, () -> OperatorKey.publicLine(key));
    }
}
