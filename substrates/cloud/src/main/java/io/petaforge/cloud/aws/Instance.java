package io.petaforge.cloud.aws;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One machine as EC2 describes it.
 *
 * @param index its place in the request that made it, from 0
 * @param state such as {@code pending} or {@code running}
 * @param reason why it is in that state; empty for the ordinary
 * @param privateAddress in the VPC; empty while unknown
 * @param publicAddress empty while unknown, and where there is none
 * @param rootDevice device of the volume that its system lies on, if it lies on one
 * @param rootStore {@code ebs}, or {@code instance-store} for a system that lies on the host's own drive
 * @param volumes volumes of EBS by the device they were asked for as
 */
record Instance(
        String id,
        int index,
        String state,
        String reason,
        String type,
        String zone,
        String privateAddress,
        String publicAddress,
        boolean spot,
        String rootDevice,
        String rootStore,
        Map<String, String> volumes,
        Map<String, String> tags) {
    Instance {
        requireNonNull(id, "id");
        requireNonNull(state, "state");
        requireNonNull(reason, "reason");
        requireNonNull(type, "type");
        requireNonNull(zone, "zone");
        requireNonNull(privateAddress, "privateAddress");
        requireNonNull(publicAddress, "publicAddress");
        requireNonNull(rootDevice, "rootDevice");
        requireNonNull(rootStore, "rootStore");
        volumes = Collections.unmodifiableMap(new TreeMap<>(volumes));
        tags = Collections.unmodifiableMap(new TreeMap<>(tags));
    }

    static Instance read(Xml item) {
        Map<String, String> volumes = new TreeMap<>();
        item.items("blockDeviceMapping")
                .forEach(device -> volumes.put(device.value("deviceName"), device.value("ebs", "volumeId")));
        return new Instance(
                item.value("instanceId"),
                (int) item.number(0, "amiLaunchIndex"),
                item.value("instanceState", "name"),
                item.value("stateReason", "message"),
                item.value("instanceType"),
                item.value("placement", "availabilityZone"),
                item.value("privateIpAddress"),
                item.value("ipAddress"),
                item.value("instanceLifecycle").equals("spot"),
                item.value("rootDeviceName"),
                item.value("rootDeviceType"),
                volumes,
                item.tags());
    }

    /** The volume that its system lies on; empty where it lies on none, or that was taken off. */
    Optional<String> rootVolume() {
        return Optional.ofNullable(volumes.get(rootDevice));
    }

    /** It will run, or does. */
    boolean alive() {
        return state.equals("pending") || state.equals("running");
    }

    /** It was switched off, and can be switched on. */
    boolean off() {
        return state.equals("stopping") || state.equals("stopped");
    }

    /** It is there no more; EC2 shows it for an hour. */
    boolean gone() {
        return state.equals("terminated");
    }
}
