package io.petaforge.bmc.device;

import io.petaforge.api.Problem;
import java.util.List;
import java.util.Optional;

/**
 * Logins that makers ship, as their manuals print them. Only the login that the inventory gives is compared with them:
 * trying others at a controller could lock its users out.
 */
public final class DefaultLogins {
    private record Login(String maker, String user, String password) {}

    private static final List<Login> KNOWN = List.of(
            new Login("Supermicro", "ADMIN", "ADMIN"),
            new Login("Dell iDRAC", "root", "calvin"),
            new Login("OpenBMC", "root", "0penBmc"),
            new Login("Lenovo and IBM", "USERID", "PASSW0RD"),
            new Login("Huawei", "root", "Huawei12#$"),
            new Login("Fujitsu iRMC", "admin", "admin"),
            new Login("Cisco", "admin", "password"),
            new Login("Oracle ILOM", "root", "changeme"),
            new Login("Intel", "root", "superuser"),
            new Login("Gigabyte", "admin", "password"),
            new Login("Quanta", "admin", "cmb9.admin"));

    private DefaultLogins() {}

    /** The finding, when the login is one of them. */
    public static Optional<Problem> finding(BmcTarget target) {
        return KNOWN.stream()
                .filter(login -> login.user().equals(target.user())
                        && login.password().equals(target.password().reveal()))
                .findFirst()
                .map(login -> BmcFault.DEFAULT_LOGIN.problem(
                        target.label() + " lets user '" + target.user() + "' in with the password that " + login.maker()
                                + " ships",
                        "Change the password on the controller and in the place that the inventory names."));
    }
}
