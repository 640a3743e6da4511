package io.petaforge.bmc.redfish;

import com.fasterxml.jackson.databind.JsonNode;
import io.petaforge.api.PowerAction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which of the resets that a system offers does what is wanted. */
final class ResetTypes {
    private ResetTypes() {}

    /**
     * What a system offers.
     *
     * @param action {@code #ComputerSystem.Reset} of the system
     * @param info the document behind {@code @Redfish.ActionInfo}, where newer services list it; may be missing
     */
    static List<String> offered(JsonNode action, JsonNode info) {
        List<String> types = new ArrayList<>();
        action.path("ResetType@Redfish.AllowableValues").forEach(type -> types.add(type.asText()));
        if (types.isEmpty()) {
            for (JsonNode parameter : info.path("Parameters")) {
                if (parameter.path("Name").asText("").equals("ResetType")) {
                    parameter.path("AllowableValues").forEach(type -> types.add(type.asText()));
                }
            }
        }
        return List.copyOf(types);
    }

    /** The best of them; a service that lists none is taken to know the first choice. */
    static Optional<String> choose(PowerAction action, List<String> offered) {
        List<String> wanted = wanted(action);
        return offered.isEmpty()
                ? Optional.of(wanted.get(0))
                : wanted.stream().filter(offered::contains).findFirst();
    }

    private static List<String> wanted(PowerAction action) {
        return switch (action) {
            case ON -> List.of("On", "ForceOn");
            case OFF -> List.of("ForceOff", "PowerOff");
            // The button asks the operating system too; it would switch on a machine that is off, which was looked at.
            case SOFT -> List.of("GracefulShutdown", "PushPowerButton");
            case CYCLE -> List.of("PowerCycle", "FullPowerCycle", "ForceRestart");
            case RESET -> List.of("ForceRestart", "PowerCycle");
        };
    }
}
