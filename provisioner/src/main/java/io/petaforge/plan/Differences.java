package io.petaforge.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Differences as they are found. */
final class Differences {
    /** Settings whose values are nobody's business, by their names. */
    private static final Pattern SECRET =
            Pattern.compile("pass(word|wd|phrase)?|secret|token|credential|key(?!ring)", Pattern.CASE_INSENSITIVE);

    private final List<Difference> found = new ArrayList<>();

    List<Difference> all() {
        return List.copyOf(found);
    }

    void settings(String service, Map<String, String> old, Map<String, String> now) {
        union(old, now)
                .forEach(name -> change(
                        "",
                        service,
                        "setting " + name,
                        value(name, old.get(name)),
                        value(name, now.get(name)),
                        !Objects.equals(old.get(name), now.get(name))));
    }

    private static String value(String name, @Nullable String value) {
        return value == null ? "not set" : SECRET.matcher(name).find() ? "***" : value;
    }

    void each(
            String host,
            String service,
            Map<String, String> old,
            Map<String, String> now,
            Function<String, String> name) {
        union(old, now).forEach(key -> {
            String was = old.get(key);
            String is = now.get(key);
            if (was == null || is == null) {
                whole(was == null, host, service, name.apply(key) + ", " + (was == null ? is : was));
            } else {
                change(host, service, name.apply(key), was, is);
            }
        });
    }

    void whole(boolean added, String host, String service, String what) {
        found.add(new Difference(added ? Difference.Kind.ADDED : Difference.Kind.REMOVED, host, service, what, "", ""));
    }

    void change(String host, String service, String what, Object was, Object is) {
        change(host, service, what, String.valueOf(was), String.valueOf(is), !was.equals(is));
    }

    void change(String host, String service, String what, String was, String is, boolean differs) {
        if (differs) {
            found.add(new Difference(Difference.Kind.CHANGED, host, service, what, was, is));
        }
    }

    static <K extends Comparable<K>> Set<K> union(Map<K, ?> old, Map<K, ?> now) {
        TreeSet<K> keys = new TreeSet<>(old.keySet());
        keys.addAll(now.keySet());
        return keys;
    }
}
