package io.petaforge.bmc.device;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.PowerAction;
import io.petaforge.api.PowerState;
import io.petaforge.api.Progress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Carries a power action out and looks until the machine's power is what it should be: controllers acknowledge orders
 * that they never follow.
 */
public final class PowerChange {
    /** Most controllers follow within 2 s, slow ones within half a minute; 63 s in all. */
    private static final List<Duration> LOOKS = List.of(
            Duration.ofMillis(500),
            Duration.ofMillis(500),
            Duration.ofSeconds(2),
            Duration.ofSeconds(4),
            Duration.ofSeconds(8),
            Duration.ofSeconds(16),
            Duration.ofSeconds(32));

    /** What an orderly shutdown takes at most where nothing hangs: systemd gives up on a service after 90 s. */
    private static final Duration SHUTDOWN = Duration.ofMinutes(3);

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(4);

    private final Pauses pauses;

    public PowerChange(Pauses pauses) {
        this.pauses = requireNonNull(pauses, "pauses");
    }

    /**
     * Does it.
     *
     * @return the state that was read last
     * @throws BmcFailure when the controller refuses or the machine does not follow
     */
    public PowerState run(BmcTarget target, Bmc bmc, PowerAction action) {
        return switch (action) {
            case ON -> reach(target, bmc, action, PowerState.ON);
            case OFF -> reach(target, bmc, action, PowerState.OFF);
            case SOFT -> soften(target, bmc);
            case CYCLE -> {
                // Not the controller's own cycle: the machine is on before it and after it, so nothing would show that
                // it
                // was followed, and on a machine that is off most controllers ignore it.
                reach(target, bmc, PowerAction.OFF, PowerState.OFF);
                yield reach(target, bmc, PowerAction.ON, PowerState.ON);
            }
            case RESET -> reset(target, bmc);
        };
    }

    /** As above, told to people when it is done. */
    public PowerState run(BmcTarget target, Bmc bmc, PowerAction action, Progress progress) {
        PowerState state = run(target, bmc, action);
        progress.report(target.machine() + " is " + state.name().toLowerCase(Locale.ROOT));
        return state;
    }

    private PowerState reach(BmcTarget target, Bmc bmc, PowerAction action, PowerState wanted) {
        if (bmc.power() == wanted) {
            return wanted;
        }
        bmc.order(action);
        for (Duration look : LOOKS) {
            pauses.sleep(longer(look, bmc.interval()));
            if (bmc.power() == wanted) {
                return wanted;
            }
        }
        throw new BmcFailure(
                BmcFault.NOT_FOLLOWED,
                target.label() + " took the order '" + word(action) + "' and is still "
                        + (wanted == PowerState.ON ? "off" : "on") + " after "
                        + LOOKS.stream().mapToLong(Duration::toMillis).sum() / 1000 + " s",
                "Look at its console and event log (petaforge power log); then try again.");
    }

    private PowerState soften(BmcTarget target, Bmc bmc) {
        if (bmc.power() == PowerState.OFF) {
            return PowerState.OFF;
        }
        bmc.order(PowerAction.SOFT);
        long end = pauses.nanoTime() + SHUTDOWN.toNanos();
        for (int look = 0; pauses.nanoTime() < end; look++) {
            pauses.sleep(longer(look < 2 ? LOOKS.get(look) : BETWEEN_LOOKS, bmc.interval()));
            if (bmc.power() == PowerState.OFF) {
                return PowerState.OFF;
            }
        }
        throw new BmcFailure(
                BmcFault.NOT_FOLLOWED,
                target.label() + " was asked to shut down and is still on after " + SHUTDOWN.toMinutes() + " min",
                "See what keeps its operating system; 'petaforge power off' does not ask it.");
    }

    private PowerState reset(BmcTarget target, Bmc bmc) {
        if (bmc.power() == PowerState.OFF) {
            throw new BmcFailure(
                    BmcFault.WRONG_STATE,
                    target.label() + " is off: there is nothing to reset",
                    "Switch it on with 'petaforge power on'.");
        }
        bmc.order(PowerAction.RESET);
        pauses.sleep(longer(LOOKS.get(0), bmc.interval()));
        // Some take it for a cycle and are off for a moment.
        return bmc.power() == PowerState.ON ? PowerState.ON : reach(target, bmc, PowerAction.ON, PowerState.ON);
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? b : a;
    }

    private static String word(PowerAction action) {
        return action.name().toLowerCase(Locale.ROOT);
    }
}
