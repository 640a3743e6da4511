package io.petaforge.cloud;

import com.google.inject.Module;
import java.util.Properties;
import org.jclouds.Constants;

/** How jclouds is used here, whatever the cloud. Only the cloud packages of this module may use it. */
public final class JcloudsSetup {
    /** RunInstances for a hundred machines takes some seconds; a minute without an answer is a lost one. */
    private static final int ANSWER_MILLIS = 60_000;

    private static final int CONNECT_MILLIS = 10_000;

    static {
        // The JDK's client would send a POST again by itself when its kept connection breaks: two networks instead of
        // one.
        System.setProperty("sun.net.http.retryPost", "false");
    }

    private JcloudsSetup() {}

    /** Time limits; and no repetition inside jclouds, which does not know what may be sent twice. */
    public static Properties properties() {
        Properties properties = new Properties();
        properties.setProperty(Constants.PROPERTY_MAX_RETRIES, "0");
        properties.setProperty(Constants.PROPERTY_CONNECTION_TIMEOUT, Integer.toString(CONNECT_MILLIS));
        properties.setProperty(Constants.PROPERTY_SO_TIMEOUT, Integer.toString(ANSWER_MILLIS));
        return properties;
    }

    /** jclouds' logs would show what is sent, user data with private keys among it. */
    public static Module silence() {
        return new SilentLogging();
    }
}
