package io.petaforge.fabric;

import io.petaforge.step.Step;
import java.util.List;

/** The steps that make the network and prove it, before there is any service. */
public final class FabricSteps {
    private FabricSteps() {}

    /** All of them, in the order in which they are shown. */
    public static List<Step> all() {
        return List.of(new InterfacesStep(), new FrrStep(), new HostsFileStep(), new ProofStep());
    }
}
