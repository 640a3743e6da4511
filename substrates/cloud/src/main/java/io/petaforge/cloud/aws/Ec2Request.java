package io.petaforge.cloud.aws;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One request of EC2's query protocol: an action and its parameters, lists as {@code Name.1}, {@code Name.2}.
 *
 * @param action such as {@code DescribeInstanceTypes}
 * @param parameters never shown: user data are among them
 */
record Ec2Request(String action, Map<String, String> parameters) {
    Ec2Request {
        requireNonNull(action, "action");
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    static Ec2Request of(String action) {
        return new Ec2Request(action, Map.of());
    }

    Ec2Request with(String name, Object value) {
        Map<String, String> more = new LinkedHashMap<>(parameters);
        more.put(name, String.valueOf(value));
        return new Ec2Request(action, more);
    }

    Ec2Request with(Map<String, String> others) {
        Map<String, String> more = new LinkedHashMap<>(parameters);
        more.putAll(others);
        return new Ec2Request(action, more);
    }

    Ec2Request list(String name, Collection<String> values) {
        Ec2Request request = this;
        int number = 1;
        for (String value : values) {
            request = request.with(name + "." + number++, value);
        }
        return request;
    }

    /** Only things that have one of these values. */
    Ec2Request filter(String name, Collection<String> values) {
        int number = 1;
        while (parameters.containsKey("Filter." + number + ".Name")) {
            number++;
        }
        return with("Filter." + number + ".Name", name).list("Filter." + number + ".Value", values);
    }

    Ec2Request filter(String name, String value) {
        return filter(name, List.of(value));
    }

    /** Only things that bear this tag. */
    Ec2Request tagged(String key, String value) {
        return filter("tag:" + key, value);
    }

    @Override
    public String toString() {
        return action;
    }
}
