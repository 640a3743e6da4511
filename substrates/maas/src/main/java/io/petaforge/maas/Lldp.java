package io.petaforge.maas;

import io.petaforge.api.Hardware;
import java.io.IOException;
import java.io.StringReader;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** Reads what {@code lldpctl -f xml} printed while the machine was commissioned. Pure. */
final class Lldp {
    private Lldp() {}

    /** The neighbour of each port that had one; of several, the first. What is not such a document has none. */
    static Map<String, Hardware.Neighbour> read(String xml) {
        Map<String, Hardware.Neighbour> neighbours = new TreeMap<>();
        if (xml.isBlank()) {
            return neighbours;
        }
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            // It comes from the network by way of the machine: nothing in it may make this process fetch anything.
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            DocumentBuilder builder = factory.newDocumentBuilder();
            // The usual one prints to this process's standard error.
            builder.setErrorHandler(new DefaultHandler());
            Document document = builder.parse(new InputSource(new StringReader(xml)));
            NodeList interfaces = document.getElementsByTagName("interface");
            for (int i = 0; i < interfaces.getLength(); i++) {
                Element port = (Element) interfaces.item(i);
                String device = first(port, "chassis", "name");
                String other = first(port, "port", "id");
                String name = port.getAttribute("name");
                if (!name.isEmpty() && !(device + other).isEmpty()) {
                    neighbours.putIfAbsent(
                            name,
                            new Hardware.Neighbour(device.isEmpty() ? first(port, "chassis", "id") : device, other));
                }
            }
        } catch (SAXException | IOException | ParserConfigurationException e) {
            // A script that printed an error instead: the neighbours are unknown.
            return Map.of();
        }
        return neighbours;
    }

    private static String first(Element port, String part, String field) {
        NodeList parts = port.getElementsByTagName(part);
        if (parts.getLength() == 0) {
            return "";
        }
        NodeList fields = ((Element) parts.item(0)).getElementsByTagName(field);
        return fields.getLength() == 0 ? "" : fields.item(0).getTextContent().strip();
    }
}
