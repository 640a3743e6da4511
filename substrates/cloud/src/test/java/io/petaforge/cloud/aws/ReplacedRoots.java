package io.petaforge.cloud.aws;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.xml.sax.SAXException;

/**
 * Replacements of root volumes: moto knows none. A task goes on by one state each time that it is asked for; at its end
 * moto's own volumes are put in each other's place.
 */
final class ReplacedRoots {
    /** moto itself, asked for what EC2 would do by itself. */
    @FunctionalInterface
    interface Cloud {
        String ask(String form) throws IOException;
    }

    /** What the driver is told. */
    record Answer(int status, String body) {
        static Answer error(int status, String code) {
            return new Answer(
                    status,
                    "<Response><Errors><Error><Code>" + code + "</Code><Message>as EC2 says</Message></Error></Errors>"
                            + "<RequestID>1</RequestID></Response>");
        }
    }

    private static final List<String> OVER = List.of("succeeded", "failed", "failed-detached");

    /** One of them. */
    private static final class Task {
        private final String id;
        private final Map<String, String> fields;
        private final Deque<String> course;

        Task(String id, Map<String, String> fields, Collection<String> course) {
            this.id = id;
            this.fields = fields;
            this.course = new ArrayDeque<>(course);
        }

        String instance() {
            return fields.getOrDefault("InstanceId", "");
        }

        String state() {
            return course.getFirst();
        }

        boolean open() {
            return !OVER.contains(state());
        }

        String text() {
            StringBuilder tags = new StringBuilder();
            for (int number = 1; fields.containsKey("TagSpecification.1.Tag." + number + ".Key"); number++) {
                String prefix = "TagSpecification.1.Tag." + number;
                tags.append("<item><key>")
                        .append(fields.get(prefix + ".Key"))
                        .append("</key><value>")
                        .append(fields.get(prefix + ".Value"))
                        .append("</value></item>");
            }
            return "<replaceRootVolumeTaskId>" + id + "</replaceRootVolumeTaskId><instanceId>" + instance()
                    + "</instanceId><taskState>" + state() + "</taskState><startTime>2026-03-01T12:00:00Z</startTime>"
                    + "<tagSet>" + tags + "</tagSet>";
        }
    }

    private final Map<String, Task> tasks = new LinkedHashMap<>();
    private List<String> course = List.of();

    ReplacedRoots() {
        clear();
    }

    synchronized void clear() {
        tasks.clear();
        course("pending", "in-progress", "succeeded");
    }

    /** The states of tasks that are asked for from now on; the last one stays. */
    synchronized void course(String... states) {
        course = List.of(states);
    }

    /** The states to come of one that was asked for already. */
    synchronized void fate(String id, String... states) {
        tasks.values().stream().filter(task -> task.id.equals(id)).forEach(task -> {
            task.course.clear();
            task.course.addAll(List.of(states));
        });
    }

    /** Somebody else asks for one. */
    synchronized void foreign(String instance) {
        tasks.put("foreign", new Task("replacevol-foreign", Map.of("InstanceId", instance), course));
    }

    /** The states of all that were asked for, in order. */
    synchronized List<String> states() {
        return tasks.values().stream().map(Task::state).toList();
    }

    /** Whether whoever looks next will see one that is not over. */
    synchronized boolean willBeOpen() {
        return tasks.values().stream()
                .anyMatch(task -> task.open()
                        && !OVER.contains(
                                task.course.stream().skip(1).findFirst().orElseGet(task::state)));
    }

    synchronized boolean open() {
        return tasks.values().stream().anyMatch(Task::open);
    }

    synchronized Answer answer(String form, Cloud cloud) throws IOException {
        Map<String, String> fields = Between.fields(form);
        return fields.getOrDefault("Action", "").startsWith("Create") ? create(fields) : describe(fields, cloud);
    }

    private Answer create(Map<String, String> fields) {
        if ("true".equals(fields.get("DryRun"))) {
            return Answer.error(412, "DryRunOperation");
        }
        Task task = tasks.get(fields.getOrDefault("ClientToken", ""));
        if (task == null) {
            String instance = fields.getOrDefault("InstanceId", "");
            if (tasks.values().stream()
                    .anyMatch(other -> other.open() && other.instance().equals(instance))) {
                return Answer.error(400, "IncorrectState");
            }
            task = new Task("replacevol-" + (tasks.size() + 1), fields, course);
            tasks.put(fields.getOrDefault("ClientToken", ""), task);
        }
        return new Answer(
                200,
                "<CreateReplaceRootVolumeTaskResponse><replaceRootVolumeTask>" + task.text()
                        + "</replaceRootVolumeTask></CreateReplaceRootVolumeTaskResponse>");
    }

    private Answer describe(Map<String, String> fields, Cloud cloud) throws IOException {
        List<String> wanted = fields.entrySet().stream()
                .filter(field -> field.getKey().startsWith("Filter.1.Value."))
                .map(Map.Entry::getValue)
                .toList();
        List<String> items = new ArrayList<>();
        for (Task task : tasks.values()) {
            if (wanted.contains(task.instance())) {
                if (task.course.size() > 1) {
                    task.course.removeFirst();
                    end(task, cloud);
                }
                items.add("<item>" + task.text() + "</item>");
            }
        }
        return new Answer(
                200,
                items.stream()
                        .collect(Collectors.joining(
                                "",
                                "<DescribeReplaceRootVolumeTasksResponse><replaceRootVolumeTaskSet>",
                                "</replaceRootVolumeTaskSet></DescribeReplaceRootVolumeTasksResponse>")));
    }

    private static void end(Task task, Cloud cloud) throws IOException {
        if (task.state().equals("succeeded")) {
            replace(task, cloud);
        } else if (task.state().equals("failed-detached")) {
            Instance instance = instance(task, cloud);
            cloud.ask(form("DetachVolume", Map.of("VolumeId", root(instance), "InstanceId", instance.id())));
        }
    }

    private static void replace(Task task, Cloud cloud) throws IOException {
        Instance instance = instance(task, cloud);
        String old = root(instance);
        Xml was = parsed(cloud.ask(form("DescribeVolumes", Map.of("VolumeId.1", old))))
                .items("volumeSet")
                .get(0);
        String made = parsed(cloud.ask(form(
                        "CreateVolume",
                        Map.of(
                                "AvailabilityZone", was.value("availabilityZone"),
                                "Size", was.value("size"),
                                "VolumeType", was.value("volumeType"),
                                "Encrypted", was.value("encrypted")))))
                .value("volumeId");
        cloud.ask(form("DetachVolume", Map.of("VolumeId", old, "InstanceId", instance.id())));
        cloud.ask(form(
                "AttachVolume",
                Map.of("VolumeId", made, "InstanceId", instance.id(), "Device", instance.rootDevice())));
        cloud.ask(form(
                "ModifyInstanceAttribute",
                Map.of(
                        "InstanceId",
                        instance.id(),
                        "BlockDeviceMapping.1.DeviceName",
                        instance.rootDevice(),
                        "BlockDeviceMapping.1.Ebs.DeleteOnTermination",
                        "true")));
        if ("true".equals(task.fields.get("DeleteReplacedRootVolume"))) {
            cloud.ask(form("DeleteVolume", Map.of("VolumeId", old)));
        }
    }

    private static Instance instance(Task task, Cloud cloud) throws IOException {
        return Instance.read(parsed(cloud.ask(form("DescribeInstances", Map.of("InstanceId.1", task.instance()))))
                .items("reservationSet")
                .get(0)
                .items("instancesSet")
                .get(0));
    }

    private static String root(Instance instance) {
        return instance.rootVolume().orElseThrow(() -> new AssertionError(instance + " has no root volume"));
    }

    private static String form(String action, Map<String, String> fields) {
        Map<String, String> all = new TreeMap<>(fields);
        all.put("Action", action);
        all.put("Version", "2016-11-15");
        return all.entrySet().stream()
                .map(field -> field.getKey() + "=" + field.getValue())
                .collect(Collectors.joining("&"));
    }

    private static Xml parsed(String body) throws IOException {
        XmlHandler handler = new XmlHandler();
        try {
            SAXParserFactory.newInstance()
                    .newSAXParser()
                    .parse(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)), handler);
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException(body, e);
        }
        return (Xml) handler.getResult();
    }
}
