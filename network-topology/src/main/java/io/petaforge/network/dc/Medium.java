package io.petaforge.network.dc;

/** What a cable is made of, by the length it must reach. */
public enum Medium {
    /** Copper with its plugs, no optics: up to 3 m (IEEE 802.3by 25GBASE-CR-S, the shortest reach of its rates). */
    DAC(3),
    /** Multi-mode fibre OM4 between two short-reach optics: up to 100 m (IEEE 802.3bm, 100GBASE-SR4). */
    MMF(100),
    /** Single-mode fibre: up to 500 m (IEEE 802.3, 100GBASE-DR and 400GBASE-DR4). */
    SMF(500);

    private final int metres;

    Medium(int metres) {
        this.metres = metres;
    }

    /** The longest cable of this kind. */
    public int metres() {
        return metres;
    }

    /** The cheapest that reaches so far. */
    static Medium of(int metres) {
        return metres <= DAC.metres ? DAC : metres <= MMF.metres ? MMF : SMF;
    }
}
