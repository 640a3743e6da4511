package io.petaforge.cloud.aws;

import static java.util.Objects.requireNonNull;

import io.petaforge.cloud.ClusterTags;
import java.util.Map;
import java.util.TreeMap;

/**
 * One replacement of an instance's root volume, as EC2 describes it. EC2 remembers them when they are over.
 *
 * @param state on the way {@code pending}, {@code in-progress}, {@code failing} or {@code failing-detached}; over with
 *     {@code succeeded}, with {@code failed}, which leaves the old volume in its place, or with {@code failed-detached}, which
 *     leaves none
 */
record RootTask(String id, String instance, String state, Map<String, String> tags) {
    RootTask {
        requireNonNull(id, "id");
        requireNonNull(instance, "instance");
        requireNonNull(state, "state");
        tags = Map.copyOf(tags);
    }

    static RootTask read(Xml item) {
        return new RootTask(
                item.value("replaceRootVolumeTaskId"),
                item.value("instanceId"),
                item.value("taskState"),
                new TreeMap<>(item.tags()));
    }

    boolean over() {
        return succeeded() || state.equals("failed") || detached();
    }

    /** The new volume is in its place, and the machine has started from it. */
    boolean succeeded() {
        return state.equals("succeeded");
    }

    /** The instance was left without a root volume. */
    boolean detached() {
        return state.equals("failed-detached");
    }

    /** One that this cluster's runs asked for, and that is on its way. */
    boolean underWay(ClusterTags cluster) {
        return !over() && cluster.owns(tags);
    }
}
