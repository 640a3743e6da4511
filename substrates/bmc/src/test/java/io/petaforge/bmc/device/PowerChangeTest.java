package io.petaforge.bmc.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.petaforge.api.BootSetting;
import io.petaforge.api.HardwarePart;
import io.petaforge.api.LogEntry;
import io.petaforge.api.MachineId;
import io.petaforge.api.PowerAction;
import io.petaforge.api.PowerState;
import io.petaforge.api.Problem;
import io.petaforge.api.Secret;
import io.petaforge.api.SensorReading;
import io.petaforge.bmc.FakePauses;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PowerChangeTest {
    private final FakePauses pauses = new FakePauses();
    private final PowerChange change = new PowerChange(pauses);

    @Test
    void an_order_is_given_only_where_something_changes() {
        Machine on = new Machine(PowerState.ON, 0);
        assertEquals(PowerState.ON, change.run(target(Duration.ZERO), on, PowerAction.ON));
        assertEquals(List.of(), on.orders);
        Machine off = new Machine(PowerState.OFF, 0);
        assertEquals(PowerState.OFF, change.run(target(Duration.ZERO), off, PowerAction.SOFT));
        assertEquals(List.of(), off.orders);
    }

    @Test
    void looks_until_the_machine_has_followed() {
        Machine slow = new Machine(PowerState.OFF, 4);
        assertEquals(PowerState.ON, change.run(target(Duration.ZERO), slow, PowerAction.ON));
        assertEquals(
                List.of(Duration.ofMillis(500), Duration.ofMillis(500), Duration.ofSeconds(2), Duration.ofSeconds(4)),
                pauses.slept());
    }

    @Test
    void looks_no_more_often_than_the_controller_bears() {
        Machine slow = new Machine(PowerState.OFF, 2);
        slow.interval = Duration.ofSeconds(5);
        change.run(target(slow.interval), slow, PowerAction.ON);
        assertEquals(List.of(Duration.ofSeconds(5), Duration.ofSeconds(5)), pauses.slept());
    }

    @Test
    void a_machine_that_does_not_follow_is_a_failure_after_a_minute() {
        Machine dead = new Machine(PowerState.ON, Integer.MAX_VALUE);
        BmcFailure failure =
                assertThrows(BmcFailure.class, () -> change.run(target(Duration.ZERO), dead, PowerAction.OFF));
        assertEquals(BmcFault.NOT_FOLLOWED, failure.fault());
        assertEquals(
                "storage-1 (Redfish at 198.51.100.11) took the order 'off' and is still on after 63 s",
                failure.problem().what());
    }

    @Test
    void a_shutdown_may_take_minutes_but_not_for_ever() {
        Machine busy = new Machine(PowerState.ON, 20);
        assertEquals(PowerState.OFF, change.run(target(Duration.ZERO), busy, PowerAction.SOFT));
        Machine hung = new Machine(PowerState.ON, Integer.MAX_VALUE);
        assertEquals(
                BmcFault.NOT_FOLLOWED,
                assertThrows(BmcFailure.class, () -> change.run(target(Duration.ZERO), hung, PowerAction.SOFT))
                        .fault());
    }

    @Test
    void a_cycle_is_seen_off_and_on() {
        Machine machine = new Machine(PowerState.ON, 1);
        assertEquals(PowerState.ON, change.run(target(Duration.ZERO), machine, PowerAction.CYCLE));
        assertEquals(List.of(PowerAction.OFF, PowerAction.ON), machine.orders);
    }

    @Test
    void there_is_nothing_to_reset_on_a_machine_that_is_off() {
        Machine off = new Machine(PowerState.OFF, 0);
        assertEquals(
                BmcFault.WRONG_STATE,
                assertThrows(BmcFailure.class, () -> change.run(target(Duration.ZERO), off, PowerAction.RESET))
                        .fault());
    }

    private static BmcTarget target(Duration interval) {
        return new BmcTarget(
                new MachineId("storage-1"),
                BmcProtocol.REDFISH,
                "198.51.100.11",
                443,
                "admin",
                new Secret("geheim"),
                Optional.empty(),
                Optional.empty(),
                interval);
    }

    /** Follows an order after it was looked at some times. */
    private static final class Machine implements Bmc {
        private final List<PowerAction> orders = new ArrayList<>();
        private final int delay;
        private PowerState state;
        private PowerState wanted;
        private int looks;
        private Duration interval = Duration.ZERO;

        Machine(PowerState state, int delay) {
            this.state = state;
            this.wanted = state;
            this.delay = delay;
        }

        @Override
        public PowerState power() {
            looks++;
            if (looks >= delay) {
                state = wanted;
            }
            return state;
        }

        @Override
        public void order(PowerAction action) {
            orders.add(action);
            looks = 0;
            wanted = action == PowerAction.OFF || action == PowerAction.SOFT ? PowerState.OFF : PowerState.ON;
        }

        @Override
        public Duration interval() {
            return interval;
        }

        @Override
        public BootSetting boot(BootSetting setting) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<LogEntry> log() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int clearLog() {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<SensorReading> sensors() {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<HardwarePart> parts() {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<HardwarePart> firmware() {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Problem> findings() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            throw new UnsupportedOperationException();
        }
    }
}
