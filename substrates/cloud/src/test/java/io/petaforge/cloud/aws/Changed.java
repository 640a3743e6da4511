package io.petaforge.cloud.aws;

import java.lang.reflect.RecordComponent;
import java.util.stream.Stream;

/** A record as another is, but for one component. */
final class Changed {
    private Changed() {}

    @SuppressWarnings("unchecked")
    static <R extends Record> R of(R record, String component, Object value) {
        RecordComponent[] components = record.getClass().getRecordComponents();
        try {
            Object[] values = new Object[components.length];
            boolean found = false;
            for (int at = 0; at < values.length; at++) {
                boolean here = components[at].getName().equals(component);
                values[at] = here ? value : components[at].getAccessor().invoke(record);
                found |= here;
            }
            if (!found) {
                throw new IllegalArgumentException("no component " + component);
            }
            return (R) record.getClass()
                    .getDeclaredConstructor(
                            Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new))
                    .newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
