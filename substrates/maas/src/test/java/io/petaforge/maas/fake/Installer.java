package io.petaforge.maas.fake;

/** Real machines behind the region: what it would have PXE and its agents do to them. Called on threads of its own. */
public interface Installer {
    /** Installs and boots the machine with these user data; it is Deployed when this returns, and failed when it throws. */
    void install(FakeMachine machine, String userData) throws Exception;

    /** Takes the machine back, its drives wiped if that was asked for; it is Ready when this returns. */
    void release(FakeMachine machine, boolean erase) throws Exception;

    /** Switches a deployed machine. */
    void power(FakeMachine machine, boolean on) throws Exception;
}
