package io.petaforge.cloud.aws;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Tags that things get in the request that makes them, so that they are never without: what jclouds lacks. */
final class TagSpecifications {
    private TagSpecifications() {}

    /** Form parameters. {@code types} are EC2's words, such as {@code instance} and {@code volume}. */
    static Map<String, String> of(Map<String, String> tags, List<String> types) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (int type = 1; type <= types.size(); type++) {
            String prefix = "TagSpecification." + type;
            parameters.put(prefix + ".ResourceType", types.get(type - 1));
            int number = 1;
            for (Map.Entry<String, String> tag : new TreeMap<>(tags).entrySet()) {
                parameters.put(prefix + ".Tag." + number + ".Key", tag.getKey());
                parameters.put(prefix + ".Tag." + number + ".Value", tag.getValue());
                number++;
            }
        }
        return parameters;
    }
}
