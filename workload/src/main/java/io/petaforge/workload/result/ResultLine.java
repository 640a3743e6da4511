package io.petaforge.workload.result;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;

/**
 * How a result travels: one line of standard output that begins with a mark, so that whatever Spark, Hadoop or the JVM
 * print beside it does no harm.
 */
public final class ResultLine {
    private static final String MARK = "PETAFORGE-RESULT ";
    /** A newer program may report more than an older reader knows. */
    private static final ObjectMapper JSON =
            new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

    private ResultLine() {}

    /** The result as one line, without its line break. */
    public static String of(Object result) {
        try {
            return MARK + JSON.writeValueAsString(result);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a result is made of records and cannot fail to be written", e);
        }
    }

    /**
     * The result in a program's output; empty when the program ended before it could report.
     *
     * @throws IllegalArgumentException when a marked line does not hold such a result
     */
    public static <T> Optional<T> find(String output, Class<T> type) {
        Optional<String> line = output.lines().filter(l -> l.startsWith(MARK)).reduce((first, second) -> second);
        if (line.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(line.get().substring(MARK.length()), type));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a " + type.getSimpleName() + ": " + e.getOriginalMessage(), e);
        }
    }
}
