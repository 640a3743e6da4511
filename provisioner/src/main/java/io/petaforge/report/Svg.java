package io.petaforge.report;

import java.util.Locale;

/** Writes SVG: elements with escaped text, numbers with at most one decimal. */
final class Svg {
    private final StringBuilder text = new StringBuilder();

    /** An element without content; attributes are names and values by turns. */
    Svg element(String name, Object... attributes) {
        open(name, attributes);
        text.setLength(text.length() - 2);
        text.append("/>\n");
        return this;
    }

    /** Begins an element that {@link #close} ends. */
    Svg open(String name, Object... attributes) {
        text.append('<').append(name);
        for (int i = 0; i < attributes.length; i += 2) {
            text.append(' ').append(attributes[i]).append("=\"");
            text.append(escaped(value(attributes[i + 1]))).append('"');
        }
        text.append(">\n");
        return this;
    }

    Svg close(String name) {
        text.append("</").append(name).append(">\n");
        return this;
    }

    /** An element with text in it. */
    Svg text(String name, String content, Object... attributes) {
        open(name, attributes);
        text.setLength(text.length() - 1);
        text.append(escaped(content)).append("</").append(name).append(">\n");
        return this;
    }

    /** A rectangle of a class, with what a pointer over it is told. */
    Svg rectangle(double x, double y, double width, double height, String kind, String tip) {
        open("rect", "class", kind, "x", x, "y", y, "width", width, "height", height);
        text.setLength(text.length() - 1);
        return text("title", tip).close("rect");
    }

    /** Text for XML and HTML. */
    static String escaped(String raw) {
        return raw.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    static String value(Object value) {
        if (value instanceof Double number) {
            return number == Math.rint(number)
                    ? Long.toString(Math.round(number))
                    : String.format(Locale.ROOT, "%.1f", number);
        }
        return String.valueOf(value);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
