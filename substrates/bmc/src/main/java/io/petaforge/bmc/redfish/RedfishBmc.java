package io.petaforge.bmc.redfish;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.petaforge.api.BootSetting;
import io.petaforge.api.HardwarePart;
import io.petaforge.api.LogEntry;
import io.petaforge.api.PowerAction;
import io.petaforge.api.PowerState;
import io.petaforge.api.Problem;
import io.petaforge.api.SensorReading;
import io.petaforge.bmc.device.Bmc;
import io.petaforge.bmc.device.BmcFailure;
import io.petaforge.bmc.device.BmcFault;
import io.petaforge.bmc.device.BmcTarget;
import io.petaforge.bmc.device.DefaultLogins;
import io.petaforge.bmc.device.Pauses;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A controller that speaks Redfish. */
public final class RedfishBmc implements Bmc {
    private final BmcTarget target;
    private final RedfishService service;
    private Optional<String> systemPath = Optional.empty();

    private RedfishBmc(BmcTarget target, RedfishService service) {
        this.target = requireNonNull(target, "target");
        this.service = requireNonNull(service, "service");
    }

    /** A controller that is asked over HTTPS. */
    public static RedfishBmc of(BmcTarget target, Pauses pauses) {
        return new RedfishBmc(target, new RedfishService(target, new Exchange(target), pauses));
    }

    @Override
    public PowerState power() {
        String state = system().path("PowerState").asText("");
        return switch (state) {
            case "On", "PoweringOff", "Paused" -> PowerState.ON;
            case "Off", "PoweringOn" -> PowerState.OFF;
            default -> throw service.strange("the power state '" + state + "' is none that Redfish knows");
        };
    }

    @Override
    public void order(PowerAction action) {
        JsonNode reset = system().path("Actions").path("#ComputerSystem.Reset");
        String path = reset.path("target").asText("");
        if (path.isEmpty()) {
            throw cannot("has no reset for its system");
        }
        String infoPath = reset.path("@Redfish.ActionInfo").asText("");
        JsonNode info = infoPath.isEmpty()
                ? MissingNode.getInstance()
                : service.get(infoPath).body();
        List<String> offered = ResetTypes.offered(reset, info);
        String type = ResetTypes.choose(action, offered)
                .orElseThrow(() -> cannot("offers no reset that does '"
                        + action.name().toLowerCase(java.util.Locale.ROOT) + "', only " + String.join(", ", offered)));
        service.post(path, JsonNodeFactory.instance.objectNode().put("ResetType", type));
    }

    @Override
    public Duration interval() {
        return target.interval();
    }

    @Override
    public BootSetting boot(BootSetting setting) {
        JsonNode allowed = system().path("Boot").path("BootSourceOverrideTarget@Redfish.AllowableValues");
        List<String> devices = new ArrayList<>();
        allowed.forEach(value -> devices.add(value.asText()));
        String wanted = BootOverride.target(setting.device());
        if (!devices.isEmpty() && !devices.contains(wanted)) {
            throw cannot("boots from " + String.join(", ", devices) + ", not from " + wanted);
        }
        try {
            service.patch(systemPath(), BootOverride.change(setting, true));
        } catch (BmcFailure refused) {
            if (refused.fault() != BmcFault.REFUSED) {
                throw refused;
            }
            // Some keep the mode elsewhere, or let nobody change it.
            service.patch(systemPath(), BootOverride.change(setting, false));
        }
        BootSetting reported = BootOverride.parse(system(), setting);
        if (reported.device() != setting.device()) {
            throw new BmcFailure(
                    BmcFault.NOT_FOLLOWED,
                    target.label() + " took the boot device '" + setting + "' and reports '" + reported + "'",
                    "Set it on the machine's console, or update the controller's firmware.");
        }
        return reported;
    }

    @Override
    public List<LogEntry> log() {
        String entries = logService().path("Entries").path("@odata.id").asText("");
        return entries.isEmpty() ? List.of() : RedfishLog.entries(service.members(entries));
    }

    @Override
    public int clearLog() {
        int before = log().size();
        String clear = logService()
                .path("Actions")
                .path("#LogService.ClearLog")
                .path("target")
                .asText("");
        if (clear.isEmpty()) {
            throw cannot("has no way to clear its event log");
        }
        service.post(clear, JsonNodeFactory.instance.objectNode());
        return before;
    }

    @Override
    public List<SensorReading> sensors() {
        List<SensorReading> readings = new ArrayList<>();
        for (JsonNode chassis : linked("Chassis")) {
            List<SensorReading> found = new ArrayList<>();
            follow(chassis, "Thermal").ifPresent(thermal -> found.addAll(RedfishSensors.thermal(thermal)));
            follow(chassis, "Power").ifPresent(power -> found.addAll(RedfishSensors.power(power)));
            String sensors = chassis.path("Sensors").path("@odata.id").asText("");
            if (found.isEmpty() && !sensors.isEmpty()) {
                found.addAll(RedfishSensors.sensors(service.members(sensors)));
            }
            readings.addAll(found);
        }
        return List.copyOf(readings);
    }

    @Override
    public List<HardwarePart> parts() {
        List<HardwarePart> parts = new ArrayList<>();
        RedfishParts.part("System", system()).ifPresent(parts::add);
        for (JsonNode chassis : linked("Chassis")) {
            RedfishParts.part("Chassis", chassis).ifPresent(parts::add);
            follow(chassis, "Power").ifPresent(power -> power.path("PowerSupplies")
                    .forEach(supply -> RedfishParts.part("Power supply", supply).ifPresent(parts::add)));
        }
        return List.copyOf(parts);
    }

    @Override
    public List<HardwarePart> firmware() {
        List<HardwarePart> firmware = new ArrayList<>();
        for (JsonNode manager : linked("ManagedBy")) {
            RedfishParts.version("BMC", manager.path("FirmwareVersion")).ifPresent(firmware::add);
        }
        RedfishParts.version("BIOS", system().path("BiosVersion")).ifPresent(firmware::add);
        String update = service.root().path("UpdateService").path("@odata.id").asText("");
        if (!update.isEmpty()) {
            service.find(update)
                    .map(reply -> reply.body()
                            .path("FirmwareInventory")
                            .path("@odata.id")
                            .asText(""))
                    .filter(inventory ->
                            !inventory.isEmpty() && service.find(inventory).isPresent())
                    .ifPresent(inventory -> service.members(inventory)
                            .forEach(member -> RedfishParts.firmware(member).ifPresent(firmware::add)));
        }
        return List.copyOf(firmware);
    }

    @Override
    public List<Problem> findings() {
        service.root();
        return DefaultLogins.finding(target).stream().toList();
    }

    @Override
    public void close() {
        service.close();
    }

    private JsonNode system() {
        return service.get(systemPath()).body();
    }

    private String systemPath() {
        if (systemPath.isEmpty()) {
            systemPath = Optional.of(findSystem());
        }
        return systemPath.get();
    }

    /** The named system, or the only one: with several, the wrong machine could be switched off. */
    private String findSystem() {
        String collection = service.root().path("Systems").path("@odata.id").asText(RedfishService.ROOT + "Systems");
        List<String> paths = new ArrayList<>();
        service.get(collection)
                .body()
                .path("Members")
                .forEach(member -> paths.add(member.path("@odata.id").asText("")));
        List<String> ids = paths.stream().map(RedfishBmc::lastPart).toList();
        if (target.system().isPresent()) {
            int at = ids.indexOf(target.system().get());
            if (at < 0) {
                throw new BmcFailure(
                        BmcFault.WHICH_SYSTEM,
                        target.label() + " has no system '" + target.system().get() + "', only "
                                + String.join(", ", ids),
                        "Correct 'system' in the inventory.");
            }
            return paths.get(at);
        }
        if (paths.size() != 1) {
            throw new BmcFailure(
                    BmcFault.WHICH_SYSTEM,
                    target.label() + " has " + paths.size() + " systems: " + String.join(", ", ids),
                    "Say which one the machine is: write 'system: <id>' below its controller.");
        }
        return paths.get(0);
    }

    private static String lastPart(String path) {
        String bare = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return bare.substring(bare.lastIndexOf('/') + 1);
    }

    /** What the system's links of that name lead to. */
    private List<JsonNode> linked(String name) {
        List<JsonNode> found = new ArrayList<>();
        for (JsonNode link : system().path("Links").path(name)) {
            found.add(service.get(link.path("@odata.id").asText()).body());
        }
        return found;
    }

    private Optional<JsonNode> follow(JsonNode document, String name) {
        String path = document.path(name).path("@odata.id").asText("");
        return path.isEmpty() ? Optional.empty() : service.find(path).map(Reply::body);
    }

    private JsonNode logService() {
        List<JsonNode> services = new ArrayList<>();
        List<JsonNode> owners = new ArrayList<>(List.of(system()));
        owners.addAll(linked("ManagedBy"));
        for (JsonNode owner : owners) {
            String path = owner.path("LogServices").path("@odata.id").asText("");
            if (!path.isEmpty()) {
                services.addAll(service.members(path));
            }
        }
        return RedfishLog.choose(services).orElseThrow(() -> cannot("keeps no hardware event log"));
    }

    private BmcFailure cannot(String what) {
        return new BmcFailure(
                BmcFault.UNSUPPORTED,
                target.label() + " " + what,
                "Do without, update the controller's firmware, or use IPMI.");
    }
}
