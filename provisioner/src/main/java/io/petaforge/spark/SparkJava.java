package io.petaforge.spark;

import java.util.ArrayList;
import java.util.List;

/** Options of the Java processes that we start. */
final class SparkJava {
    /** Trust the cluster CA; a trust store is read without its password. */
    static final List<String> TRUST =
            List.of("-Djavax.net.ssl.trustStore=" + SparkLayout.TRUST_STORE, "-Djavax.net.ssl.trustStoreType=JKS");

    /**
     * For daemons that only keep books: the first compiler and the serial collector halve their start-up time and save
     * threads and memory, and they never run long enough at full load to miss the second compiler.
     */
    static final List<String> SMALL =
            List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData", "-Xshare:auto");

    /** What Spark needs opened on Java 17; {@code JavaModuleOptions} of its launcher, less the vector incubator. */
    static final List<String> OPENS = opens();

    private SparkJava() {}

    private static List<String> opens() {
        List<String> options = new ArrayList<>(List.of("-XX:+IgnoreUnrecognizedVMOptions"));
        for (String name : List.of(
                "java.base/java.lang",
                "java.base/java.lang.invoke",
                "java.base/java.lang.reflect",
                "java.base/java.io",
                "java.base/java.net",
                "java.base/java.nio",
                "java.base/java.util",
                "java.base/java.util.concurrent",
                "java.base/java.util.concurrent.atomic",
                "java.base/jdk.internal.ref",
                "java.base/sun.nio.ch",
                "java.base/sun.nio.cs",
                "java.base/sun.security.action",
                "java.base/sun.util.calendar",
                "java.security.jgss/sun.security.krb5")) {
            options.add("--add-opens=" + name + "=ALL-UNNAMED");
        }
        options.add("-Djdk.reflect.useDirectMethodHandle=false");
        options.add("-Dio.netty.tryReflectionSetAccessible=true");
        return List.copyOf(options);
    }

    /** The text of a Java argument file. */
    static String argumentFile(List<String> options) {
        return String.join("\n", options) + "\n";
    }
}
