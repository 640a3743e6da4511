package io.petaforge.storage.sizing;

import io.petaforge.storage.Protection;
import io.petaforge.storage.Spread;

/** What happens once one failure domain is lost; the data are there in every case. The better ones come first. */
public enum Aftermath {
    HEALS("heals", "users go on, and Ceph restores the full protection on what is left"),
    SERVES("serves", "users go on; the full protection comes back with what was lost, there is no other place for it"),
    STALLS("stalls", "fewer chunks than min_size are left: what lay there waits until Ceph has made it anew elsewhere"),
    WAITS("waits", "fewer chunks than min_size are left, and no other place: users wait until what was lost is back");

    private final String word;
    private final String meaning;

    Aftermath(String word, String meaning) {
        this.word = word;
        this.meaning = meaning;
    }

    /** For tables. */
    public String word() {
        return word;
    }

    /** What the word stands for. */
    public String meaning() {
        return meaning;
    }

    /**
     * What follows a loss.
     *
     * @param domains how many failure domains there are
     */
    static Aftermath of(Protection protection, Spread spread, int domains) {
        boolean serves = protection.width() - spread.perDomain() >= protection.minSize();
        boolean heals = domains > spread.domains();
        if (serves) {
            return heals ? HEALS : SERVES;
        }
        return heals ? STALLS : WAITS;
    }
}
