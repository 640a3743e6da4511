package io.petaforge.cloud.aws;

import io.petaforge.api.Pause;
import io.petaforge.api.ServiceRequest;
import io.petaforge.cloud.CloudFailure;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** EC2's operations as the driver uses them. Everything that goes over the wire is here. */
final class Ec2 implements AutoCloseable {
    /** As many as DescribeInstances gives at once. */
    private static final int PAGE = 1000;
    /** As many as DescribeInstanceTypes gives at once. */
    private static final int TYPES_PAGE = 100;
    /** As many as TerminateInstances is recommended to take. */
    private static final int AT_ONCE = 500;

    private final Ec2Connection connection;
    private final Calls calls;
    private final NetworkCalls network;
    private final Map<String, InstanceType> known = new TreeMap<>();

    Ec2(Ec2Connection connection, Pause pause, Consumer<ServiceRequest> trace) {
        this.connection = connection;
        this.calls = new Calls("ec2", pause, trace);
        this.network = new NetworkCalls(this, connection.stock(), calls);
    }

    /** An image, and the device that its root volume is. */
    record Image(String id, String rootDevice, String architecture, long rootGibibytes) {}

    Optional<Image> newestImage(String owner, String name) {
        return describe(
                        Ec2Request.of("DescribeImages")
                                .list("Owner", List.of(owner))
                                .filter("name", name)
                                .filter("state", "available"),
                        "imagesSet")
                .stream()
                .max(Comparator.comparing((Xml image) -> image.value("creationDate"))
                        .thenComparing(image -> image.value("imageId")))
                .map(image -> new Image(
                        image.value("imageId"),
                        image.value("rootDeviceName"),
                        image.value("architecture"),
                        image.items("blockDeviceMapping").stream()
                                .filter(device -> device.value("deviceName").equals(image.value("rootDeviceName")))
                                .mapToLong(device -> device.number(0, "ebs", "volumeSize"))
                                .max()
                                .orElse(0)));
    }

    /** Those of the names that exist. They are asked for once: types do not change. */
    synchronized Map<String, InstanceType> types(Collection<String> names) {
        List<String> unknown =
                names.stream().filter(name -> !known.containsKey(name)).sorted().toList();
        for (int from = 0; from < unknown.size(); from += TYPES_PAGE) {
            List<String> some = unknown.subList(from, Math.min(unknown.size(), from + TYPES_PAGE));
            describe(
                            Ec2Request.of("DescribeInstanceTypes")
                                    .with("MaxResults", TYPES_PAGE)
                                    .filter("instance-type", some),
                            "instanceTypeSet")
                    .forEach(item -> known.put(item.value("instanceType"), InstanceType.read(item)));
        }
        Map<String, InstanceType> types = new TreeMap<>(known);
        types.keySet().retainAll(names);
        return types;
    }

    /** Which of the types is offered in which zones. */
    Map<String, List<String>> offers(Collection<String> types) {
        Map<String, List<String>> zones = new TreeMap<>();
        describe(
                        Ec2Request.of("DescribeInstanceTypeOfferings")
                                .with("LocationType", "availability-zone")
                                .with("MaxResults", PAGE)
                                .filter("instance-type", types),
                        "instanceTypeOfferingSet")
                .forEach(offer -> zones.computeIfAbsent(offer.value("instanceType"), type -> new ArrayList<>())
                        .add(offer.value("location")));
        return zones;
    }

    /** Zones in which machines can be made, in their order. */
    List<String> zones() {
        return describe(Ec2Request.of("DescribeAvailabilityZones").filter("state", "available"), "availabilityZoneInfo")
                .stream()
                .map(zone -> zone.value("zoneName"))
                .sorted()
                .toList();
    }

    /** What the account may have, by EC2's names; EC2 does not tell all. */
    Map<String, Long> accountLimits() {
        Map<String, Long> limits = new TreeMap<>();
        describe(Ec2Request.of("DescribeAccountAttributes"), "accountAttributeSet")
                .forEach(attribute -> attribute
                        .items("attributeValueSet")
                        .forEach(value -> limits.put(
                                attribute.value("attributeName"), value.number(Long.MAX_VALUE, "attributeValue"))));
        return limits;
    }

    /** Machines with these tags, those too that are gone since less than an hour. */
    List<Instance> instances(Map<String, String> tags) {
        return read(tagged(Ec2Request.of("DescribeInstances").with("MaxResults", PAGE), tags));
    }

    /** The same by their ids. */
    Map<String, Instance> instancesById(Map<String, String> tags) {
        Map<String, Instance> instances = new TreeMap<>();
        instances(tags).forEach(instance -> instances.put(instance.id(), instance));
        return instances;
    }

    /** Machines of everybody in the region that count against the account's quotas. */
    List<Instance> running() {
        return read(Ec2Request.of("DescribeInstances")
                .with("MaxResults", PAGE)
                .filter("instance-state-name", List.of("pending", "running")));
    }

    private List<Instance> read(Ec2Request request) {
        return describe(request, "reservationSet").stream()
                .flatMap(reservation -> reservation.items("instancesSet").stream())
                .map(Instance::read)
                .sorted(Comparator.comparing(Instance::id))
                .toList();
    }

    /** Things of a kind with these tags; they are looked at again: what is removed by its tags must surely have them. */
    List<Xml> tagged(String action, String set, Map<String, String> tags) {
        return describe(tagged(Ec2Request.of(action), tags), set).stream()
                .filter(item -> item.tags().entrySet().containsAll(tags.entrySet()))
                .toList();
    }

    List<Xml> all(String action, String set) {
        return describe(Ec2Request.of(action), set);
    }

    private static Ec2Request tagged(Ec2Request request, Map<String, String> tags) {
        Ec2Request filtered = request;
        for (Map.Entry<String, String> tag : new TreeMap<>(tags).entrySet()) {
            filtered = filtered.tagged(tag.getKey(), tag.getValue());
        }
        return filtered;
    }

    /** What networks are made by. */
    NetworkCalls network() {
        return network;
    }

    /** Machines, as many as can be had up to the most, and none when that is less than the least; how many that is. */
    int run(String image, int least, int most, Map<String, String> parameters, byte[] userData) {
        Ec2Request request = Ec2Request.of("RunInstances")
                .with("ImageId", image)
                .with("MinCount", least)
                .with("MaxCount", most)
                .with(parameters)
                .with("UserData", Base64.getEncoder().encodeToString(userData));
        // jclouds' own call sends the same, but loses machines of an answer that holds network interfaces. The client
        // token
        // makes a second sending the same request.
        return call(request, Calls.Again.SAME, true).items("instancesSet").size();
    }

    void terminate(List<String> instances) {
        for (int from = 0; from < instances.size(); from += AT_ONCE) {
            List<String> some = instances.subList(from, Math.min(instances.size(), from + AT_ONCE));
            calls.send("TerminateInstances", Calls.Again.SAME, () -> connection
                    .stock()
                    .getInstanceApi()
                    .get()
                    .terminateInstancesInRegion(null, some.toArray(String[]::new)));
        }
    }

    void start(List<String> instances) {
        call(Ec2Request.of("StartInstances").list("InstanceId", instances), Calls.Again.SAME, false);
    }

    void stop(List<String> instances, boolean force) {
        call(
                Ec2Request.of("StopInstances").list("InstanceId", instances).with("Force", force),
                Calls.Again.SAME,
                false);
    }

    /** Removes one thing; that it is gone already is no failure. */
    void remove(Ec2Request request) {
        try {
            call(request, Calls.Again.SAME, false);
        } catch (CloudFailure e) {
            if (e.kind() != CloudFailure.Kind.UNKNOWN) {
                throw e;
            }
        }
    }

    /** Sends a request; {@code fresh} where it names what this run has just made. */
    Xml call(Ec2Request request, Calls.Again again, boolean fresh) {
        return (Xml)
                (fresh
                        ? calls.sendFresh(request.action(), again, () -> connection
                                .additions()
                                .call(request))
                        : calls.send(request.action(), again, () -> connection
                                .additions()
                                .call(request)));
    }

    /** All pages of a set. */
    List<Xml> describe(Ec2Request request, String set) {
        List<Xml> items = new ArrayList<>();
        Ec2Request page = request;
        while (true) {
            Ec2Request sent = page;
            Xml answer = call(sent, Calls.Again.SAME, false);
            items.addAll(answer.items(set));
            String next = answer.value("nextToken");
            if (next.isEmpty()) {
                return List.copyOf(items);
            }
            page = request.with("NextToken", next);
        }
    }

    @Override
    public void close() {
        try {
            connection.closer().close();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
