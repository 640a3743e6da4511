package io.petaforge.bmc.redfish;

import com.fasterxml.jackson.databind.JsonNode;
import io.petaforge.api.Health;
import io.petaforge.api.SensorReading;
import java.util.ArrayList;
import java.util.List;

/** Readings from the three shapes in which services give them. */
final class RedfishSensors {
    private RedfishSensors() {}

    /** From a {@code Thermal} document: temperatures and fans. */
    static List<SensorReading> thermal(JsonNode thermal) {
        List<SensorReading> readings = new ArrayList<>();
        for (JsonNode sensor : thermal.path("Temperatures")) {
            readings.add(reading(sensor, sensor.path("ReadingCelsius"), "degrees C"));
        }
        for (JsonNode fan : thermal.path("Fans")) {
            JsonNode value = fan.has("Reading") ? fan.path("Reading") : fan.path("ReadingRPM");
            String unit = fan.path("ReadingUnits").asText("RPM");
            readings.add(reading(fan, value, unit.equals("Percent") ? "%" : unit));
        }
        return List.copyOf(readings);
    }

    /** From a {@code Power} document: voltages, power supplies, consumption. */
    static List<SensorReading> power(JsonNode power) {
        List<SensorReading> readings = new ArrayList<>();
        for (JsonNode sensor : power.path("Voltages")) {
            readings.add(reading(sensor, sensor.path("ReadingVolts"), "Volts"));
        }
        for (JsonNode supply : power.path("PowerSupplies")) {
            JsonNode value = supply.has("PowerInputWatts")
                    ? supply.path("PowerInputWatts")
                    : supply.path("LastPowerOutputWatts");
            readings.add(reading(supply, value, "Watts"));
        }
        for (JsonNode control : power.path("PowerControl")) {
            readings.add(reading(control, control.path("PowerConsumedWatts"), "Watts"));
        }
        return List.copyOf(readings);
    }

    /** From the members of a {@code Sensors} collection. */
    static List<SensorReading> sensors(List<JsonNode> members) {
        List<SensorReading> readings = new ArrayList<>();
        for (JsonNode sensor : members) {
            readings.add(reading(
                    sensor,
                    sensor.path("Reading"),
                    unit(sensor.path("ReadingUnits").asText(""))));
        }
        return List.copyOf(readings);
    }

    private static SensorReading reading(JsonNode sensor, JsonNode value, String unit) {
        String name = sensor.path("Name")
                .asText(sensor.path("FanName").asText(sensor.path("MemberId").asText("")));
        boolean shows = !value.isMissingNode() && !value.isNull();
        return new SensorReading(name, shows ? value.asText() : "", shows ? unit : "", health(sensor));
    }

    /** UCUM's names, in the words of the other protocol. */
    private static String unit(String ucum) {
        return switch (ucum) {
            case "Cel" -> "degrees C";
            case "{rev}/min" -> "RPM";
            case "V" -> "Volts";
            case "A" -> "Amps";
            case "W" -> "Watts";
            default -> ucum;
        };
    }

    private static Health health(JsonNode part) {
        JsonNode status = part.path("Status");
        if (status.path("State").asText("").equals("Absent")) {
            return Health.UNKNOWN;
        }
        return switch (status.path("Health").asText("")) {
            case "OK" -> Health.OK;
            case "Warning" -> Health.WARNING;
            case "Critical" -> Health.CRITICAL;
            default -> Health.UNKNOWN;
        };
    }
}
