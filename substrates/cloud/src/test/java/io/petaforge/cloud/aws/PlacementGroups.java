package io.petaforge.cloud.aws;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Placement groups: moto answers 500 to every request about them. */
final class PlacementGroups {
    private final Map<String, Map<String, String>> groups = new TreeMap<>();

    /** Name, kind and number of partitions, one line each. */
    synchronized List<String> list() {
        return groups.entrySet().stream()
                .map(group -> group.getKey() + " " + group.getValue().get("Strategy") + " "
                        + group.getValue().getOrDefault("PartitionCount", ""))
                .toList();
    }

    synchronized void clear() {
        groups.clear();
    }

    synchronized String answer(String form) {
        Map<String, String> fields = Between.fields(form);
        String name = fields.getOrDefault("GroupName", "");
        switch (fields.get("Action")) {
            case "CreatePlacementGroup" -> groups.put(name, fields);
            case "DeletePlacementGroup" -> groups.remove(name);
            default -> {
                return groups.entrySet().stream()
                        .filter(group -> asked(fields, tags(group.getValue())))
                        .map(group ->
                                "<item><groupName>" + group.getKey() + "</groupName><state>available</state><tagSet>"
                                        + tags(group.getValue()).entrySet().stream()
                                                .map(tag -> "<item><key>" + tag.getKey() + "</key><value>"
                                                        + tag.getValue() + "</value></item>")
                                                .collect(Collectors.joining())
                                        + "</tagSet></item>")
                        .collect(Collectors.joining(
                                "",
                                "<DescribePlacementGroupsResponse><placementGroupSet>",
                                "</placementGroupSet></DescribePlacementGroupsResponse>"));
            }
        }
        return "<Response><return>true</return></Response>";
    }

    private static Map<String, String> tags(Map<String, String> fields) {
        Map<String, String> tags = new TreeMap<>();
        for (int number = 1; fields.containsKey("TagSpecification.1.Tag." + number + ".Key"); number++) {
            tags.put(
                    fields.get("TagSpecification.1.Tag." + number + ".Key"),
                    fields.get("TagSpecification.1.Tag." + number + ".Value"));
        }
        return tags;
    }

    private static boolean asked(Map<String, String> fields, Map<String, String> tags) {
        for (int number = 1; fields.containsKey("Filter." + number + ".Name"); number++) {
            String key = fields.get("Filter." + number + ".Name").replace("tag:", "");
            if (!fields.get("Filter." + number + ".Value.1").equals(tags.get(key))) {
                return false;
            }
        }
        return true;
    }
}
