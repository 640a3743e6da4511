package io.petaforge.api;

/**
 * The capability of switching machines on that must run before they can say what they are made of. A build asks for it before
 * it plans; a look at the plan does not.
 */
public interface PowerOnFirst {
    /**
     * Switches on what is off and waits until every machine can be asked. Machines that run are left as they are.
     *
     * @throws PetaforgeException naming every machine that could not be switched on or does not answer in time
     */
    void powerOn(ClusterRequest request, Progress progress);
}
