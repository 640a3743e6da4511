package io.petaforge.tests;

import io.petaforge.api.MachineId;
import io.petaforge.cloud.aws.Between;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * Lab hosts as the machines of an EC2 that moto plays: an instance that moto makes is installed on a host that is free, its
 * volumes are that host's drives under the ids that moto gave them, and what EC2 tells of it is the host's address. An
 * instance that ends switches its host off, which may then be another; one that gets a new root volume is installed anew by
 * the user data of the request that made it.
 */
final class CloudLab implements Between.Behind, AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    /** moto reads the region from the signature, and does not check it. */
    private static final String SIGNATURE =
            "AWS4-HMAC-SHA256 Credential=behind/20260301/eu-central-1/ec2/aws4_request, SignedHeaders=host, Signature=0";

    private final LabSite site;
    private final URI cloud;
    private final ExecutorService installers = Executors.newCachedThreadPool();
    private final Deque<MachineId> free = new ArrayDeque<>();
    private final Map<String, Instance> instances = new TreeMap<>();
    private final List<String> troubles = new ArrayList<>();

    /** A drive as it was asked for. */
    private record Volume(String id, long gibibytes) {}

    /** What an instance is, from its making to its end. */
    private static final class Instance {
        private final MachineId host;
        private final int index;
        private final Map<String, String> request;
        private boolean installed;
        /** Of requests for a new root volume: a second sending is the same request. */
        private final Set<String> renewals = new TreeSet<>();

        Instance(MachineId host, int index, Map<String, String> request) {
            this.host = host;
            this.index = index;
            this.request = request;
        }
    }

    /**
     * All hosts of the site are free, and are switched off.
     *
     * @param cloud moto itself
     */
    CloudLab(LabSite site, URI cloud) {
        this.site = site;
        this.cloud = cloud;
        site.access().keySet().forEach(host -> {
            site.off(host);
            free.add(host);
        });
    }

    /** Requests for more machines than there are hosts are refused as EC2 does without capacity. */
    synchronized Between.Fate fate(String action, String form) {
        return action.equals("RunInstances")
                        && Integer.parseInt(Between.fields(form).getOrDefault("MaxCount", "1")) > free.size()
                ? Between.Fate.error(500, "InsufficientInstanceCapacity")
                : Between.Fate.PASS;
    }

    /** Why machines could not be installed. */
    synchronized List<String> troubles() {
        return List.copyOf(troubles);
    }

    /** The host that an instance runs on, by the instance's id. */
    synchronized Map<String, MachineId> hosts() {
        Map<String, MachineId> hosts = new TreeMap<>();
        instances.forEach((id, instance) -> hosts.put(id, instance.host));
        return hosts;
    }

    /** EC2 takes an instance back. */
    void reclaim(String instance) throws IOException {
        String form = "Action=TerminateInstances&Version=2016-11-15&InstanceId.1=" + instance;
        ask(form);
        answer("TerminateInstances", form, "<none/>");
    }

    @Override
    public String answer(String action, String form, String body) throws IOException {
        switch (action) {
            case "RunInstances" -> made(Between.fields(form), parsed(body));
            case "CreateReplaceRootVolumeTask" -> renewed(Between.fields(form));
            case "TerminateInstances" -> named(form).forEach(this::end);
            case "StopInstances", "StartInstances" -> throw new IOException("this test switches no instance: " + form);
            default -> {
                // Nothing becomes of it.
            }
        }
        return action.endsWith("Instances") ? told(body) : body;
    }

    private static List<String> named(String form) {
        return Between.fields(form).entrySet().stream()
                .filter(field -> field.getKey().startsWith("InstanceId."))
                .map(Map.Entry::getValue)
                .toList();
    }

    private synchronized void made(Map<String, String> request, Document answer) {
        for (Element element : instances(answer)) {
            String id = text(element, "instanceId");
            Instance instance = new Instance(free.remove(), Integer.parseInt(text(element, "amiLaunchIndex")), request);
            instances.put(id, instance);
            installers.execute(() -> {
                try {
                    install(id, instance, CloudInitRun.Drives.EMPTIED);
                } catch (IOException | InterruptedException | RuntimeException | AssertionError e) {
                    e.printStackTrace();
                    synchronized (this) {
                        troubles.add(id + " on " + instance.host + ": " + e);
                    }
                }
            });
        }
    }

    private void renewed(Map<String, String> fields) throws IOException {
        String id = fields.getOrDefault("InstanceId", "");
        Instance instance;
        synchronized (this) {
            instance = instances.get(id);
            if (instance == null || !instance.renewals.add(fields.getOrDefault("ClientToken", ""))) {
                return;
            }
        }
        try {
            install(id, instance, CloudInitRun.Drives.KEPT);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private void install(String id, Instance made, CloudInitRun.Drives drives)
            throws IOException, InterruptedException {
        MachineId host = made.host;
        CloudInitRun data = CloudInitRun.of(userData(made.request.get("UserData")), made.index);
        // One at a time: the lab has one lock.
        synchronized (site) {
            site.reinstall(host, data.hostKey());
        }
        List<String> words = new ArrayList<>(List.of(data.hostname(), data.user(), data.authorised()));
        volumes(id, made.request)
                .forEach(volume ->
                        words.addAll(List.of(volume.id().replace("-", ""), Long.toString(volume.gibibytes() << 30))));
        String script = CloudInitRun.script(drives);
        site.run(host, "sh -c '" + script.replace("'", "'\\''") + "' cloud-init '" + String.join("' '", words) + "'");
        synchronized (this) {
            Instance instance = instances.get(id);
            if (instance != null) {
                instance.installed = true;
            }
        }
    }

    private static String userData(String encoded) throws IOException {
        byte[] data = Base64.getDecoder().decode(encoded);
        if (data.length > 1 && data[0] == 0x1f) {
            data = new GZIPInputStream(new ByteArrayInputStream(data)).readAllBytes();
        }
        return new String(data, StandardCharsets.UTF_8);
    }

    /** The ids that moto gave, with the sizes that were asked for; the operating system's first. */
    private List<Volume> volumes(String instance, Map<String, String> request) throws IOException {
        Map<String, String> ids = new TreeMap<>();
        Document found = parsed(ask("Action=DescribeInstances&Version=2016-11-15&InstanceId.1=" + instance));
        NodeList names = found.getElementsByTagName("deviceName");
        for (int i = 0; i < names.getLength(); i++) {
            ids.put(
                    names.item(i).getTextContent(),
                    text(
                            (Element) ((Element) names.item(i).getParentNode())
                                    .getElementsByTagName("ebs")
                                    .item(0),
                            "volumeId"));
        }
        List<Volume> volumes = new ArrayList<>();
        for (int number = 1; request.containsKey("BlockDeviceMapping." + number + ".DeviceName"); number++) {
            String prefix = "BlockDeviceMapping." + number + ".";
            String id = ids.get(request.get(prefix + "DeviceName"));
            if (id == null) {
                throw new IOException("moto gave no volume for " + request.get(prefix + "DeviceName"));
            }
            volumes.add(new Volume(id, Long.parseLong(request.get(prefix + "Ebs.VolumeSize"))));
        }
        return volumes;
    }

    private void end(String id) {
        MachineId host;
        synchronized (this) {
            Instance instance = instances.remove(id);
            if (instance == null) {
                return;
            }
            host = instance.host;
        }
        synchronized (site) {
            site.off(host);
        }
        synchronized (this) {
            free.add(host);
        }
    }

    /** The hosts' addresses; pending until the host has what the user data say, as cloud-init runs before sshd does. */
    private synchronized String told(String body) throws IOException {
        Document document = parsed(body);
        for (Element element : instances(document)) {
            Instance instance = instances.get(text(element, "instanceId"));
            if (instance == null) {
                continue;
            }
            String address = site.access(instance.host).address();
            set(element, "privateIpAddress", address);
            set(element, "ipAddress", address);
            if (!instance.installed) {
                child(element, "instanceState").forEach(state -> {
                    set(state, "code", "0");
                    set(state, "name", "pending");
                });
            }
        }
        try {
            StringWriter text = new StringWriter();
            TransformerFactory.newInstance()
                    .newTransformer()
                    .transform(new DOMSource(document), new StreamResult(text));
            return text.toString();
        } catch (TransformerException e) {
            throw new IOException(e);
        }
    }

    private static List<Element> instances(Document document) {
        List<Element> found = new ArrayList<>();
        NodeList ids = document.getElementsByTagName("instanceId");
        for (int i = 0; i < ids.getLength(); i++) {
            if (ids.item(i).getParentNode() instanceof Element element
                    && !child(element, "instanceType").isEmpty()) {
                found.add(element);
            }
        }
        return found;
    }

    private static List<Element> child(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        NodeList children = parent.getChildNodes();
        for (int i = 0; i < children.getLength(); i++) {
            if (children.item(i) instanceof Element element
                    && element.getTagName().equals(name)) {
                found.add(element);
            }
        }
        return found;
    }

    private static String text(Element parent, String name) {
        return child(parent, name).get(0).getTextContent();
    }

    private static void set(Element parent, String name, String value) {
        child(parent, name).forEach(element -> element.setTextContent(value));
    }

    private static Document parsed(String body) throws IOException {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(body)));
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException(body, e);
        }
    }

    private String ask(String form) throws IOException {
        try {
            HttpResponse<String> answer = HTTP.send(
                    HttpRequest.newBuilder(cloud)
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .header("Authorization", SIGNATURE)
                            .POST(HttpRequest.BodyPublishers.ofString(form))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException(String.format(Locale.ROOT, "%s: %s", form, answer.body()));
            }
            return answer.body();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        installers.shutdownNow();
    }
}
