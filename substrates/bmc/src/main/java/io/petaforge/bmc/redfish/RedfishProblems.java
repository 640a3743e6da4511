package io.petaforge.bmc.redfish;

import io.petaforge.bmc.device.BmcFailure;
import io.petaforge.bmc.device.BmcFault;
import io.petaforge.bmc.device.BmcTarget;

/** Answers that say no, in words for people. */
final class RedfishProblems {
    private RedfishProblems() {}

    /** A request that failed. */
    static BmcFailure failure(BmcTarget target, Reply reply, String method, String path) {
        String what = method + " " + path + " (" + reply.words() + ")";
        return switch (reply.status()) {
            case 401 -> wrongLogin(target);
            case 403 ->
                new BmcFailure(
                        BmcFault.PRIVILEGE,
                        target.label() + " does not let user '" + target.user() + "' do " + what,
                        "Give the user the role Administrator on the controller.");
            case 429, 503 ->
                new BmcFailure(
                        BmcFault.BUSY,
                        target.label() + " stayed busy: " + what,
                        "Try again in a minute; restart the controller if it stays.");
            case 404, 405, 501 ->
                new BmcFailure(
                        BmcFault.UNSUPPORTED,
                        target.label() + " cannot do " + what,
                        "Do without, or update the controller's firmware.");
            default ->
                new BmcFailure(
                        BmcFault.REFUSED,
                        target.label() + " refused " + what,
                        "Look at the controller's own log; then try again.");
        };
    }

    /** A session that was not opened. */
    static BmcFailure login(BmcTarget target, Reply reply) {
        if (reply.says("SessionLimitExceeded")) {
            return new BmcFailure(
                    BmcFault.SESSIONS,
                    target.label() + " has no session left: all are taken",
                    "Close other clients' sessions, or wait until they end by themselves.");
        }
        return reply.status() == 400 || reply.status() == 401 || reply.status() == 403
                ? wrongLogin(target)
                : failure(target, reply, "POST", "a session");
    }

    private static BmcFailure wrongLogin(BmcTarget target) {
        return new BmcFailure(
                BmcFault.WRONG_LOGIN,
                target.label() + " does not accept user '" + target.user()
                        + "' with this password (Redfish does not tell which of the two is wrong)",
                "Correct 'user' in the inventory or the secret that 'password' names.");
    }
}
