package io.petaforge.cloud.aws;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jclouds.http.functions.ParseSax;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;
import org.xml.sax.SAXException;

/** Reads a whole answer: what EC2 adds to its answers over the years is no error. */
public final class XmlHandler extends ParseSax.HandlerWithResult<Object> {
    private final Deque<Xml.Open> open = new ArrayDeque<>();
    private @Nullable Xml result;

    @Override
    public void startElement(String uri, String localName, String qName, Attributes attributes) {
        open.push(new Xml.Open(qName));
    }

    @Override
    public void characters(char[] characters, int start, int length) {
        Xml.Open element = open.peek();
        if (element != null) {
            element.text(characters, start, length);
        }
    }

    @Override
    public void endElement(String uri, String localName, String qName) throws SAXException {
        Xml closed = open.pop().close();
        Xml.Open parent = open.peek();
        if (parent == null) {
            result = closed;
        } else {
            parent.add(closed);
        }
    }

    @Override
    public Object getResult() {
        return result == null ? new Xml("", "", java.util.List.of()) : result;
    }
}
