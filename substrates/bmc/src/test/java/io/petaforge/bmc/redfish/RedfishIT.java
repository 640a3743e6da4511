package io.petaforge.bmc.redfish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.petaforge.api.BootDevice;
import io.petaforge.api.BootSetting;
import io.petaforge.api.PowerAction;
import io.petaforge.api.PowerState;
import io.petaforge.api.SensorReading;
import io.petaforge.bmc.device.BmcFailure;
import io.petaforge.bmc.device.BmcFault;
import io.petaforge.bmc.device.BmcTarget;
import io.petaforge.bmc.device.Pauses;
import io.petaforge.bmc.device.PowerChange;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The Redfish driver against a service that others wrote: sushy-tools, with a pinned certificate. */
class RedfishIT {
    private static Sushy sushy;

    @BeforeAll
    static void start() throws Exception {
        boolean present = Sushy.present();
        if (!present) {
            System.err.println("RedfishIT SKIPPED: sushy-tools cannot be installed here (python3-venv, PyPI)");
        }
        assumeTrue(present, "sushy-tools cannot be installed here");
        sushy = Sushy.start();
    }

    @AfterAll
    static void stop() throws IOException {
        if (sushy != null) {
            sushy.close();
        }
    }

    @Test
    void every_action_is_followed_and_seen() {
        BmcTarget target = sushy.target(sushy.pin(), Sushy.system(1), Sushy.PASSWORD);
        PowerChange change = new PowerChange(Pauses.real());
        try (RedfishBmc bmc = RedfishBmc.of(target, Pauses.real())) {
            assertEquals(PowerState.OFF, bmc.power());
            assertEquals(PowerState.ON, change.run(target, bmc, PowerAction.ON));
            assertEquals(PowerState.ON, change.run(target, bmc, PowerAction.CYCLE));
            assertEquals(PowerState.ON, change.run(target, bmc, PowerAction.RESET));
            assertEquals(PowerState.OFF, change.run(target, bmc, PowerAction.SOFT));
        }
        // The other machine of the same service was left alone.
        try (RedfishBmc other =
                RedfishBmc.of(sushy.target(sushy.pin(), Sushy.system(2), Sushy.PASSWORD), Pauses.real())) {
            assertEquals(PowerState.OFF, other.power());
        }
    }

    @Test
    void boots_from_the_network_and_reads_sensors() throws IOException {
        BmcTarget target = sushy.target(sushy.pin(), Sushy.system(2), Sushy.PASSWORD);
        try (RedfishBmc bmc = RedfishBmc.of(target, Pauses.real())) {
            BootSetting reported = bmc.boot(new BootSetting(BootDevice.PXE, false, true));
            // sushy-tools knows no once: it shows every override as continuous.
            assertEquals(new BootSetting(BootDevice.PXE, true, true), reported);
            List<SensorReading> sensors = bmc.sensors();
            assertFalse(sensors.isEmpty());
            assertTrue(sensors.stream().anyMatch(sensor -> sensor.unit().equals("degrees C")), sensors.toString());
            assertEquals(
                    BmcFault.UNSUPPORTED,
                    assertThrows(BmcFailure.class, bmc::log).fault());
        }
        assertFalse(sushy.log().contains("pw-Su4"));
    }

    @Test
    void the_wrong_machine_login_or_certificate_is_refused() {
        assertEquals(BmcFault.WHICH_SYSTEM, failure(sushy.target(sushy.pin(), Optional.empty(), Sushy.PASSWORD)));
        assertEquals(BmcFault.WHICH_SYSTEM, failure(sushy.target(sushy.pin(), Optional.of("x"), Sushy.PASSWORD)));
        assertEquals(BmcFault.WRONG_LOGIN, failure(sushy.target(sushy.pin(), Sushy.system(1), "pw-Su4-wrong")));
        assertEquals(BmcFault.CERTIFICATE, failure(sushy.target(Optional.empty(), Sushy.system(1), Sushy.PASSWORD)));
    }

    private static BmcFault failure(BmcTarget target) {
        try (RedfishBmc bmc = RedfishBmc.of(target, Pauses.real())) {
            return assertThrows(BmcFailure.class, bmc::power).fault();
        }
    }
}
