package io.petaforge.cloud.aws;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Tests against moto, with something between that can do what moto does not; one after the other. */
abstract class OnMoto {
    static Moto moto;
    static Between between;
    /** What boto3 lists of a region where nobody has made anything. */
    static List<String> nothing;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(Moto.present(), "moto cannot be installed");
        moto = Moto.start();
        between = Between.of(moto.address());
        nothing = moto.listing();
    }

    @AfterAll
    static void stop() throws Exception {
        if (moto != null) {
            between.close();
            moto.close();
            moto = null;
        }
    }

    /** The end of a process: nothing catches it. */
    @SuppressWarnings("serial")
    static final class Killed extends Error {}

    /** A driver whose process ends at the first request after it is said to be dead. */
    static AwsSubstrate mortal(AwsSettings settings, Path state, AtomicBoolean dead) {
        return Site.substrate(settings, state, call -> {
            if (dead.get()) {
                throw new Killed();
            }
        });
    }

    /** As after the start. */
    static void empty() throws Exception {
        moto.reset();
        between.placements().clear();
        between.roots().clear();
        between.script(Between.Script.HONEST);
    }
}
