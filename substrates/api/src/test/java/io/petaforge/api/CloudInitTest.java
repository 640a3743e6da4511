package io.petaforge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CloudInitTest {
    private static final List<String> KEY = List.of("-----BEGIN-----\nabc\n-----END-----\n", "ssh-ed25519 AAAA");

    @Test
    void theImagesLoginGetsTheOperatorsKeyAndTheHostItsOwn() {
        assertEquals(
                """
                #cloud-config
                hostname: storage-1
                preserve_hostname: false
                ssh_deletekeys: true
                ssh_pwauth: false
                ssh_keys:
                  ed25519_private: |
                    -----BEGIN-----
                    abc
                    -----END-----
                  ed25519_public: ssh-ed25519 AAAA
                ssh_authorized_keys:
                  - ssh-ed25519 OPERATOR
                """,
                CloudInit.render("storage-1", "admin", "admin", "ssh-ed25519 OPERATOR", KEY));
    }

    @Test
    void aMachineWithAnEndSwitchesItselfOffEvenAfterAReboot() {
        String text = CloudInit.render(
                "storage-1",
                "admin",
                "admin",
                "ssh-ed25519 OPERATOR",
                KEY,
                Optional.of(Instant.parse("2026-03-01T12:00:00.5Z")));

        assertTrue(text.contains("OnCalendar=2026-03-01 12:00:01 UTC\n"), text);
        assertTrue(text.contains("Persistent=true"), text);
        assertTrue(text.contains("WantedBy=timers.target"), text);
        assertTrue(text.contains("[systemctl, enable, --now, petaforge-end.timer]"), text);
    }

    @Test
    void withoutAnEndNothingEverSwitchesOff() {
        assertFalse(CloudInit.render("a", "root", "admin", "k", KEY).contains("poweroff"));
    }
}
