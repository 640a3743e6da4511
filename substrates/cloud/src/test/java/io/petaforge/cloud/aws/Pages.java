package io.petaforge.cloud.aws;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Gives every list of a cloud in pages of one item, as EC2 may: those who do not ask for the next see only the first. */
final class Pages implements AutoCloseable {
    private final Map<String, Integer> later = new TreeMap<>();
    private final Rewritten cloud;

    private Pages(URI cloud) throws IOException {
        this.cloud = Rewritten.of(cloud, List.of("NextToken", "MaxResults"), this::cut);
    }

    static Pages of(URI cloud) throws IOException {
        return new Pages(cloud);
    }

    URI address() {
        return cloud.address();
    }

    /** How often a page after the first was asked for, by action. */
    synchronized Map<String, Integer> later() {
        return new TreeMap<>(later);
    }

    private byte[] cut(Map<String, String> fields, byte[] answer) throws IOException {
        String action = fields.get("Action");
        if (!action.startsWith("Describe")) {
            return answer;
        }
        int page = Integer.parseInt(fields.getOrDefault("NextToken", "0"));
        try {
            Document document =
                    DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(answer));
            for (Element set : children(document.getDocumentElement())) {
                List<Element> items = children(set);
                if (items.isEmpty() || !items.get(0).getTagName().equals("item")) {
                    continue;
                }
                for (int at = 0; at < items.size(); at++) {
                    if (at != page) {
                        set.removeChild(items.get(at));
                    }
                }
                if (page > 0) {
                    synchronized (this) {
                        later.merge(action, 1, Integer::sum);
                    }
                }
                if (page + 1 < items.size()) {
                    Element next = document.createElement("nextToken");
                    next.setTextContent(Integer.toString(page + 1));
                    document.getDocumentElement().appendChild(next);
                }
                ByteArrayOutputStream cut = new ByteArrayOutputStream();
                TransformerFactory.newInstance()
                        .newTransformer()
                        .transform(new DOMSource(document), new StreamResult(cut));
                return cut.toByteArray();
            }
            return answer;
        } catch (javax.xml.parsers.ParserConfigurationException
                | org.xml.sax.SAXException
                | javax.xml.transform.TransformerException e) {
            throw new IOException(e);
        }
    }

    private static List<Element> children(Element parent) {
        List<Element> children = new ArrayList<>();
        for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element element) {
                children.add(element);
            }
        }
        return children;
    }

    @Override
    public void close() {
        cloud.close();
    }
}
