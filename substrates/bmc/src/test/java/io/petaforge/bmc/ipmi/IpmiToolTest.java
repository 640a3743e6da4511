package io.petaforge.bmc.ipmi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.BootDevice;
import io.petaforge.api.BootSetting;
import io.petaforge.api.MachineId;
import io.petaforge.api.PowerState;
import io.petaforge.api.Problem;
import io.petaforge.api.Secret;
import io.petaforge.bmc.FakePauses;
import io.petaforge.bmc.Golden;
import io.petaforge.bmc.device.BmcFailure;
import io.petaforge.bmc.device.BmcFault;
import io.petaforge.bmc.device.BmcProtocol;
import io.petaforge.bmc.device.BmcTarget;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class IpmiToolTest {
    private static final String SUITE = "Error in open session response message : invalid authentication algorithm\n";
    private static final String SESSION = "\nError: Unable to establish IPMI v2 / RMCP+ session\n";

    private final FakePauses pauses = new FakePauses();
    private final Scripted programs = new Scripted();

    @Test
    void falls_back_to_the_older_cipher_suite_and_stays_there() {
        programs.fails(SUITE + SESSION).says("Chassis Power is on\n").says("Chassis Power is off\n");
        IpmiBmc bmc = bmc(Duration.ZERO);
        assertEquals(PowerState.ON, bmc.power());
        assertEquals(PowerState.OFF, bmc.power());
        assertEquals(List.of("17", "3", "3"), programs.values("-C"));
    }

    @Test
    void waits_for_a_session_and_then_says_so() {
        String full = "Error in open session response message : insufficient resources for session\n" + SESSION;
        programs.fails(full).fails(full).says("Chassis Power is on\n");
        assertEquals(PowerState.ON, bmc(Duration.ZERO).power());
        assertEquals(List.of(Duration.ofSeconds(1), Duration.ofSeconds(2)), pauses.slept());

        programs.fails(full).fails(full).fails(full);
        assertEquals(
                BmcFault.SESSIONS,
                assertThrows(BmcFailure.class, bmc(Duration.ZERO)::power).fault());
    }

    @Test
    void never_repeats_a_login_that_was_refused() {
        programs.fails("> RAKP 2 HMAC is invalid" + SESSION);
        assertEquals(
                BmcFault.WRONG_PASSWORD,
                assertThrows(BmcFailure.class, bmc(Duration.ZERO)::power).fault());
        assertEquals(1, programs.commands.size());
    }

    @Test
    void keeps_the_pause_that_the_controller_needs() {
        programs.says("Chassis Power is on\n").says("Chassis Power is on\n");
        IpmiBmc bmc = bmc(Duration.ofSeconds(5));
        bmc.power();
        pauses.sleep(Duration.ofSeconds(2));
        bmc.power();
        assertEquals(List.of(Duration.ofSeconds(2), Duration.ofSeconds(3)), pauses.slept());
    }

    @Test
    void the_password_goes_by_the_environment_only() {
        programs.says("Chassis Power is on\n");
        bmc(Duration.ZERO).power();
        assertEquals("geheim", programs.environments.get(0).get("IPMITOOL_PASSWORD"));
        assertTrue(programs.commands.get(0).contains("-E"));
        assertFalse(programs.commands.get(0).toString().contains("geheim"));
    }

    @Test
    void boots_once_by_uefi_and_tolerates_a_controller_without_expiry() {
        programs.says("Manufacturer ID           : 674\n")
                .fails("Unable to send RAW command (channel=0x0 netfn=0x0 lun=0x0 cmd=0x8 rsp=0xcc): Invalid data field"
                        + " in request\n")
                .says("\n")
                .says(" 01 05 a0 04 00 00 00\n");
        BootSetting pxe = new BootSetting(BootDevice.PXE, false, true);
        assertEquals(pxe, bmc(Duration.ZERO).boot(pxe));
        assertEquals("raw 0x00 0x08 0x05 0xa0 0x04 0x00 0x00 0x00", programs.tail(2, 8));
    }

    @Test
    void supermicro_has_its_own_number_for_a_uefi_disk() {
        programs.says("Manufacturer ID           : 10876\n")
                .says("\n")
                .says("\n")
                .says(" 01 05 e0 24 00 00 00\n");
        BootSetting disk = new BootSetting(BootDevice.DISK, true, true);
        assertEquals(disk, bmc(Duration.ZERO).boot(disk));
        assertEquals("raw 0x00 0x08 0x05 0xe0 0x24 0x00 0x00 0x00", programs.tail(2, 8));
    }

    @Test
    void a_boot_device_that_does_not_stay_is_a_failure() {
        programs.says("Manufacturer ID           : 674\n").says("\n").says("\n").says(" 01 05 00 00 00 00 00\n");
        BootSetting pxe = new BootSetting(BootDevice.PXE, false, true);
        assertEquals(
                BmcFault.NOT_FOLLOWED,
                assertThrows(BmcFailure.class, () -> bmc(Duration.ZERO).boot(pxe))
                        .fault());
    }

    @Test
    void every_failure_in_words() throws IOException {
        String text = Stream.of(IpmiError.values())
                .map(error -> IpmiProblems.failure(
                                target(Duration.ZERO),
                                error,
                                new Programs.Ended(1, "", "Loading IANA PEN Registry...\nIt said something\n"),
                                List.of("power", "on"))
                        .problem())
                .map(Problem::render)
                .collect(Collectors.joining("\n"));
        Golden.check("ipmi-failures.txt", text);
    }

    private IpmiBmc bmc(Duration interval) {
        return new IpmiBmc(target(interval), programs, pauses);
    }

    private static BmcTarget target(Duration interval) {
        return new BmcTarget(
                new MachineId("storage-1"),
                BmcProtocol.IPMI,
                "198.51.100.11",
                623,
                "admin",
                new Secret("geheim"),
                Optional.empty(),
                Optional.empty(),
                interval);
    }

    /** Answers in a given order, and what was asked. */
    private static final class Scripted implements Programs {
        private final Deque<Ended> answers = new ArrayDeque<>();
        private final List<List<String>> commands = new ArrayList<>();
        private final List<Map<String, String>> environments = new ArrayList<>();

        Scripted says(String output) {
            answers.add(new Ended(0, output, ""));
            return this;
        }

        Scripted fails(String errors) {
            answers.add(new Ended(1, "", errors));
            return this;
        }

        @Override
        public Ended run(List<String> command, Map<String, String> environment, Duration limit) {
            commands.add(command);
            environments.add(environment);
            return answers.remove();
        }

        List<String> values(String option) {
            return commands.stream()
                    .map(command -> command.get(command.indexOf(option) + 1))
                    .toList();
        }

        String tail(int index, int words) {
            List<String> command = commands.get(index);
            return String.join(" ", command.subList(command.size() - words - 1, command.size()));
        }
    }
}
