package io.petaforge.step;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Values of facts as text that is the same in every run: sets and maps have an order of their own there. */
final class Canonical {
    private Canonical() {}

    /** Each entry of a map by its key; any other value under the empty key. */
    static Map<String, String> entries(@Nullable Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            return Map.of("", text(value));
        }
        Map<String, String> entries = new TreeMap<>();
        map.forEach((key, entry) -> entries.put(text(key), text(entry)));
        return entries;
    }

    static String text(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return entries(map).toString();
        }
        if (value instanceof Set<?> set) {
            return set.stream().map(Canonical::text).sorted().collect(Collectors.joining(",", "{", "}"));
        }
        if (value instanceof Collection<?> list) {
            return list.stream().map(Canonical::text).collect(Collectors.joining(",", "[", "]"));
        }
        if (value instanceof Optional<?> optional) {
            return optional.map(Canonical::text).orElse("-");
        }
        return value instanceof Record record ? record(record) : String.valueOf(value);
    }

    private static String record(Record record) {
        StringBuilder text = new StringBuilder(record.getClass().getSimpleName()).append('(');
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            text.append(component.getName())
                    .append('=')
                    .append(text(value(record, component)))
                    .append(';');
        }
        return text.append(')').toString();
    }

    private static @Nullable Object value(Record record, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(record);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("a record does not tell its " + component.getName(), e);
        }
    }
}
