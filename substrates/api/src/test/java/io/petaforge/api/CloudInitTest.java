package io.petaforge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

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

        assertEquals(
                """
                write_files:
                  - path: /etc/systemd/system/petaforge-end.service
                    content: |
                      [Unit]
                      Description=The end of the time that this machine was asked for
                      [Service]
                      Type=oneshot
                      ExecCondition=/bin/sh -c 'test $$(date +%%s) -ge 1772366401'
                      ExecStart=/usr/bin/systemctl poweroff
                  - path: /etc/systemd/system/petaforge-end.timer
                    content: |
                      [Unit]
                      Description=The end of the time that this machine was asked for
                      [Timer]
                      OnCalendar=2026-03-01 12:00:01 UTC
                      OnBootSec=10min
                      AccuracySec=1s
                      [Install]
                      WantedBy=timers.target
                runcmd:
                  - [systemctl, daemon-reload]
                  - [systemctl, enable, --now, petaforge-end.timer]
                """,
                text.substring(text.indexOf("write_files:")));
    }

    @Test
    void withoutAnEndNothingEverSwitchesOff() {
        assertFalse(CloudInit.render("a", "root", "admin", "k", KEY).contains("poweroff"));
    }
}
