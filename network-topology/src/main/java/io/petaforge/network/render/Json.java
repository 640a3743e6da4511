package io.petaforge.network.render;

import java.util.Iterator;
import java.util.Map;

/** Writes nested maps of texts as JSON, in their own order. */
final class Json {
    private Json() {}

    static String of(Map<String, ?> object) {
        StringBuilder text = new StringBuilder();
        write(text, object, 0);
        return text.append('\n').toString();
    }

    private static void write(StringBuilder text, Map<?, ?> object, int depth) {
        if (object.isEmpty()) {
            text.append("{}");
            return;
        }
        text.append("{\n");
        for (Iterator<? extends Map.Entry<?, ?>> entries = object.entrySet().iterator(); entries.hasNext(); ) {
            Map.Entry<?, ?> entry = entries.next();
            text.append("  ".repeat(depth + 1));
            quote(text, String.valueOf(entry.getKey()));
            text.append(": ");
            if (entry.getValue() instanceof Map<?, ?> inner) {
                write(text, inner, depth + 1);
            } else {
                quote(text, String.valueOf(entry.getValue()));
            }
            text.append(entries.hasNext() ? ",\n" : "\n");
        }
        text.append("  ".repeat(depth)).append('}');
    }

    private static void quote(StringBuilder text, String value) {
        text.append('"')
                .append(value.replace("\\", "\\\\").replace("\"", "\\\""))
                .append('"');
    }
}
