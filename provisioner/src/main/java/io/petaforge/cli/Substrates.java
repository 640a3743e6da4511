package io.petaforge.cli;

import io.petaforge.api.ExitCode;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.api.Substrate;
import io.petaforge.bmc.BmcSubstrate;
import io.petaforge.discover.SshInspector;
import io.petaforge.lab.LabSubstrate;
import io.petaforge.spec.SubstrateSpec;
import java.nio.file.Path;

/** The drivers of this build by the name under which an inventory selects them. A new one is one line here. */
final class Substrates {
    private Substrates() {}

    /**
     * The driver that the inventory asks for.
     *
     * @param stateRoot where what is kept of clusters has its place
     * @throws PetaforgeException when this build has none of that name
     */
    static Substrate of(SubstrateSpec spec, Path stateRoot) {
        if (spec instanceof SubstrateSpec.Lab) {
            return LabSubstrate.ofThisMachine();
        }
        if (spec instanceof SubstrateSpec.Fixed fixed) {
            return FixedMachines.of(fixed, stateRoot);
        }
        if (spec instanceof SubstrateSpec.Bmc bmc) {
            return BmcSubstrate.of(BmcMachines.of(bmc, System.getenv()), new SshInspector());
        }
        if (spec instanceof SubstrateSpec.Planned) {
            throw new PetaforgeException(
                    ExitCode.BAD_INPUT,
                    Problem.at(
                            "PF-CLI-016",
                            "substrate",
                            "these machines are planned only: there is nothing yet to build on or to look at",
                            "Use 'network plan', which needs no machines; or say where they come from, such as 'lab: {}'."));
        }
        throw new PetaforgeException(
                ExitCode.BAD_INPUT,
                Problem.at(
                        "PF-CLI-010",
                        "substrate",
                        "this build has no driver for '" + spec.name() + "'",
                        "use 'lab', 'fixed' or 'bmc', or a version of petaforge that has that driver"));
    }
}
