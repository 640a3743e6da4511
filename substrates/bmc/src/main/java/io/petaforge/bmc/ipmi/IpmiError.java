package io.petaforge.bmc.ipmi;

import java.util.List;
import java.util.Locale;

/**
 * What ipmitool's words about a failure mean. Order matters: the session's failure comes with a closing line that says
 * nothing, so that line is looked at last. Texts are those of ipmitool 1.8.18 and 1.8.19.
 */
enum IpmiError {
    /** This cipher suite is not spoken here; another may be. */
    OTHER_SUITE(
            "unsupported cipher suite id",
            "invalid authentication algorithm",
            "invalid integrity algorithm",
            "invalid confidentiality algorithm",
            "no matching cipher suite",
            "no cipher suite match",
            "invalid role"),
    /** All sessions are taken. */
    SESSIONS("insufficient resources for session", "insufficient resources to create a session"),
    WRONG_USER("unauthorized name"),
    /** The user's name was accepted, the proof of the password was not. */
    WRONG_PASSWORD("rakp 2 hmac is invalid", "rakp 2 message indicates an error : invalid integrity check value"),
    TOO_LONG_PASSWORD("password is longer than"),
    PRIVILEGE(
            "unauthorized role or privilege",
            "insufficient privilege level",
            "requested privilege level exceeds limit",
            "failed to set session privilege level"),
    /** The controller is there and says: later. */
    BUSY("node busy", "out of space", "bmc initialization in progress", ": timeout", "response timeout"),
    NO_ADDRESS("address lookup for"),
    UNSUPPORTED(
            "invalid command",
            "invalid data field in request",
            "command not supported in present state",
            "parameter out of range",
            "parameter not supported",
            "command response could not be provided"),
    /** Nothing came back at all. */
    NO_ANSWER(
            "get auth capabilities error",
            "error issuing get channel authentication capabilities",
            "no response from rakp",
            "no response from remote controller"),
    /** The session failed, and without -v ipmitool does not say why. */
    UNEXPLAINED("unable to establish ipmi v2"),
    OTHER();

    private final List<String> texts;

    IpmiError(String... texts) {
        this.texts = List.of(texts);
    }

    /** The meaning of everything that ipmitool printed. */
    static IpmiError of(String printed) {
        String text = printed.toLowerCase(Locale.ROOT);
        for (IpmiError error : values()) {
            if (error.texts.stream().anyMatch(text::contains)) {
                return error;
            }
        }
        return OTHER;
    }

    /** Whether the same command may well succeed a little later. Never for a login: that could lock the user out. */
    boolean passes() {
        return this == SESSIONS || this == BUSY;
    }
}
