package io.petaforge.cloud.aws;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.Ed25519Key;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BatchUserDataTest {
    private static List<BatchUserData.Identity> machines(int count) {
        List<BatchUserData.Identity> machines = new ArrayList<>();
        for (int number = 1; number <= count; number++) {
            Ed25519Key key = Ed25519Key.generate();
            machines.add(new BatchUserData.Identity(
                    "storage-with-a-long-name-" + number, List.of(key.privateFile(), key.publicLine())));
        }
        return machines;
    }

    @Test
    void oneMachineNeedsNoTemplate() {
        assertTrue(BatchUserData.text(machines(1), "admin", "admin", "ssh-ed25519 OP", Optional.empty())
                .startsWith("#cloud-config\nhostname: storage-with-a-long-name-1\n"));
    }

    @Test
    void eachOfManyFindsItsOwnByItsIndex() {
        List<BatchUserData.Identity> machines = machines(3);
        String text = BatchUserData.text(machines, "admin", "admin", "ssh-ed25519 OP", Optional.empty());
        String[] parts = text.split("\\{% (el)?if ");
        assertEquals(4, parts.length);
        assertEquals("## template: jinja\n#cloud-config\n", parts[0]);
        for (int index = 0; index < 3; index++) {
            assertTrue(parts[index + 1].startsWith("ds.meta_data.ami_launch_index | string == '" + index + "' %}\n"));
            assertTrue(parts[index + 1].contains(machines.get(index).hostKey().get(1)));
        }
    }

    @Test
    void asManyAsOneRequestTakesStayBelowEc2sLimit() {
        List<BatchUserData.Identity> machines = machines(BatchUserData.MACHINES);
        Optional<Instant> end = Optional.of(Instant.parse("2026-03-01T12:00:00Z"));
        String operator = Ed25519Key.generate().publicLine();
        byte[] data = BatchUserData.of(machines, "operator", "admin", operator, end);
        assertTrue(data.length <= BatchUserData.LIMIT, data.length + " bytes");
        assertArrayEquals(data, BatchUserData.of(machines, "operator", "admin", operator, end));
    }
}
