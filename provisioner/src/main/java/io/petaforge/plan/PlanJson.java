package io.petaforge.plan;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.petaforge.api.Asn;
import io.petaforge.api.BitRate;
import io.petaforge.api.ByteSize;
import io.petaforge.api.Cidr;
import io.petaforge.api.MachineId;
import io.petaforge.api.Secret;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.ToLongFunction;

/** Plans and reports as JSON: sizes as bytes, rates as bits per second, ids and prefixes as text, secrets never. */
public final class PlanJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .addModule(nouns())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private PlanJson() {}

    /** Any record tree as a JSON document. */
    public static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    /** Any record tree as indented JSON text. */
    public static String text(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot be written as JSON: " + value.getClass(), e);
        }
    }

    /** The plan's identity: the first 12 hexadecimal digits of the SHA-256 of its JSON. The same input, the same id. */
    public static String id(ClusterPlan plan) {
        try (DigestOutputStream out =
                new DigestOutputStream(OutputStream.nullOutputStream(), MessageDigest.getInstance("SHA-256"))) {
            // Not by way of the text: that of a large plan is as large as the plan itself.
            MAPPER.writeValue(out, plan);
            return HexFormat.of().formatHex(out.getMessageDigest().digest()).substring(0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        } catch (IOException e) {
            throw new IllegalStateException("a plan cannot be written as JSON", e);
        }
    }

    private static SimpleModule nouns() {
        SimpleModule module = new SimpleModule();
        number(module, ByteSize.class, ByteSize::bytes);
        number(module, BitRate.class, BitRate::bitsPerSecond);
        number(module, Asn.class, Asn::value);
        text(module, MachineId.class);
        text(module, Cidr.class);
        text(module, Secret.class);
        module.addKeySerializer(MachineId.class, new TextKey());
        return module;
    }

    private static <T> void number(SimpleModule module, Class<T> type, ToLongFunction<T> value) {
        module.addSerializer(type, new StdSerializer<T>(type) {
            private static final long serialVersionUID = 1L;

            @Override
            public void serialize(T item, JsonGenerator json, SerializerProvider provider) throws IOException {
                json.writeNumber(value.applyAsLong(item));
            }
        });
    }

    private static <T> void text(SimpleModule module, Class<T> type) {
        module.addSerializer(type, new com.fasterxml.jackson.databind.ser.std.ToStringSerializer(type));
    }

    private static final class TextKey extends StdSerializer<MachineId> {
        private static final long serialVersionUID = 1L;

        TextKey() {
            super(MachineId.class);
        }

        @Override
        public void serialize(MachineId id, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeFieldName(id.value());
        }
    }
}
