package io.petaforge.cloud.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.petaforge.api.Charged;
import io.petaforge.api.ChargedService;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a cluster is charged by before anything of it is made. */
class ChargesTest {
    private static final URI NOWHERE = URI.create("http://127.0.0.1:1");

    private static Charged charged(AwsSettings settings) {
        AwsRecord record = new AwsRecord(
                1,
                "pf1",
                "t",
                settings.region(),
                List.of(),
                List.of(),
                List.of(),
                settings.jump().isPresent());
        return new Charges(settings, record, Map.of()).of(JumpHost.with(Site.request("pf1", 1), settings));
    }

    private static Map<String, Integer> addresses(Charged charged) {
        return charged.machines().stream()
                .collect(Collectors.toMap(machine -> machine.id().value(), io.petaforge.api.ChargedMachine::addresses));
    }

    @Test
    void machinesWithPublicAddressesPayForThem() {
        Charged open = charged(Site.settings(NOWHERE));
        assertEquals(6, addresses(open).size());
        assertEquals(List.of(1), addresses(open).values().stream().distinct().toList());
        assertEquals(List.of(), open.services());
        assertEquals(List.of("what passes between availability zones, by the GB"), open.byUse());
    }

    @Test
    void othersPayForWhatLeadsToThem() {
        Charged hidden = charged(Site.behindJumpHost(NOWHERE));
        Map<String, Integer> addresses = addresses(hidden);
        assertEquals(7, addresses.size());
        assertEquals(1, addresses.get("jump-host"));
        assertEquals(1, addresses.values().stream().mapToInt(Integer::intValue).sum());
        assertEquals(List.of(new ChargedService("nat-gateway", 1)), hidden.services());
        assertEquals("t3.micro", hidden.machines().get(6).type());
    }
}
