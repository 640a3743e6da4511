package io.petaforge.bmc.ipmi;

import io.petaforge.bmc.device.BmcFailure;
import io.petaforge.bmc.device.BmcFault;
import io.petaforge.bmc.device.BmcTarget;
import java.util.List;

/** Failures of ipmitool in words for people. */
final class IpmiProblems {
    private IpmiProblems() {}

    static BmcFailure failure(BmcTarget target, IpmiError error, Programs.Ended ended, List<String> arguments) {
        String who = target.label();
        return switch (error) {
            case OTHER_SUITE ->
                new BmcFailure(
                        BmcFault.CIPHER,
                        who + " speaks neither cipher suite 17 nor 3",
                        "Allow one of them in the controller's IPMI settings, 17 where it can.");
            case SESSIONS ->
                new BmcFailure(
                        BmcFault.SESSIONS,
                        who + " has no session left: all are taken",
                        "Close other clients' sessions, or wait a minute until they end by themselves.");
            case WRONG_USER ->
                new BmcFailure(
                        BmcFault.WRONG_USER,
                        who + " knows no user '" + target.user() + "'",
                        "Correct 'user' in the inventory, or create it with IPMI access on the controller.");
            case WRONG_PASSWORD ->
                new BmcFailure(
                        BmcFault.WRONG_PASSWORD,
                        who + " has a user '" + target.user() + "', but with another password",
                        "Correct the secret that 'password' in the inventory names.");
            case TOO_LONG_PASSWORD ->
                new BmcFailure(
                        BmcFault.WRONG_PASSWORD,
                        "the password for " + who + " is longer than the 20 bytes that IPMI 2.0 allows",
                        "Give the user a shorter one, or use Redfish.");
            case PRIVILEGE ->
                new BmcFailure(
                        BmcFault.PRIVILEGE,
                        who + " does not let user '" + target.user() + "' do that",
                        "Give the user the privilege ADMINISTRATOR on the controller's LAN channel.");
            case BUSY ->
                new BmcFailure(
                        BmcFault.BUSY,
                        who + " stayed busy",
                        "Try again in a minute; restart the controller if it stays.");
            case NO_ADDRESS ->
                new BmcFailure(
                        BmcFault.NO_ADDRESS,
                        "the name of " + who + " has no address",
                        "Correct 'address' in the inventory, or the name service.");
            case NO_ANSWER, UNEXPLAINED ->
                new BmcFailure(
                        BmcFault.NO_ANSWER,
                        who + " does not answer",
                        "Check its power, network and address, that UDP port " + target.port()
                                + " is not filtered, and that IPMI over LAN is switched on.");
            case UNSUPPORTED ->
                new BmcFailure(
                        BmcFault.UNSUPPORTED,
                        who + " cannot do '" + String.join(" ", arguments) + "': " + lastLine(ended),
                        "Do without, or update the controller's firmware.");
            case OTHER ->
                new BmcFailure(
                        BmcFault.REFUSED,
                        who + " failed '" + String.join(" ", arguments) + "': " + lastLine(ended),
                        "Look at the controller's own log; then try again.");
        };
    }

    /** What ipmitool said last; its earlier lines are about how it got there. */
    private static String lastLine(Programs.Ended ended) {
        List<String> lines = (ended.output() + "\n" + ended.errors())
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        return lines.isEmpty() ? "no words, status " + ended.status() : lines.get(lines.size() - 1);
    }
}
