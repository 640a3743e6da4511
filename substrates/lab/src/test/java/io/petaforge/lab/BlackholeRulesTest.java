package io.petaforge.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class BlackholeRulesTest {
    private static final String FRESH =
            """
            0:	from all lookup local
            32766:	from all lookup main
            32767:	from all lookup default
            """;
    private static final String ONE_PORT_LOST =
            """
            1:	from all iif swp1 blackhole
            3:	from all lookup local
            32766:	from all lookup main
            32767:	from all lookup default
            """;

    @Test
    void packetsToTheMachineItselfAreLostToo() {
        assertEquals(
                List.of(
                        "rule add priority 3 lookup local",
                        "rule delete priority 0 lookup local",
                        "rule add priority 1 iif swp1 blackhole"),
                BlackholeRules.lose(FRESH, "swp1"));
        assertEquals(
                List.of(
                        "rule add priority 3 lookup local",
                        "rule delete priority 0 lookup local",
                        "rule add priority 2 blackhole"),
                BlackholeRules.lose(FRESH, ""));
    }

    @Test
    void aFaultThatIsThereStaysAsItIs() {
        assertEquals(List.of(), BlackholeRules.lose(ONE_PORT_LOST, "swp1"));
        assertEquals(List.of("rule add priority 1 iif swp2 blackhole"), BlackholeRules.lose(ONE_PORT_LOST, "swp2"));
    }

    @Test
    void theLastFaultThatGoesPutsEverythingBack() {
        assertEquals(
                List.of(
                        "rule delete priority 1 iif swp1 blackhole",
                        "rule add priority 0 lookup local",
                        "rule delete priority 3 lookup local"),
                BlackholeRules.pass(ONE_PORT_LOST, "swp1"));
        String two = "1:\tfrom all iif swp2 [detached] blackhole\n" + ONE_PORT_LOST;
        assertEquals(List.of("rule delete priority 1 iif swp1 blackhole"), BlackholeRules.pass(two, "swp1"));
        assertEquals(List.of(), BlackholeRules.pass(FRESH, "swp1"));
        assertEquals(List.of(), BlackholeRules.pass(ONE_PORT_LOST, "swp2"));
    }

    @Test
    void anInterruptedChangeIsFinishedFromWhereItStopped() {
        String between = "0:\tfrom all lookup local\n3:\tfrom all lookup local\n32766:\tfrom all lookup main\n";
        assertEquals(
                List.of("rule delete priority 0 lookup local", "rule add priority 1 iif swp1 blackhole"),
                BlackholeRules.lose(between, "swp1"));
        assertEquals(List.of("rule delete priority 3 lookup local"), BlackholeRules.pass(between, "swp1"));
    }
}
