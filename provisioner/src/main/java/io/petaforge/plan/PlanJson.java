package io.petaforge.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.petaforge.api.Asn;
import io.petaforge.api.BitRate;
import io.petaforge.api.ByteSize;
import io.petaforge.api.Cidr;
import io.petaforge.api.Disk;
import io.petaforge.api.DriveSpeed;
import io.petaforge.api.MachineId;
import io.petaforge.api.Media;
import io.petaforge.api.Secret;
import io.petaforge.storage.Protection;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** Plans and reports as JSON: sizes as bytes, rates as bits per second, ids and prefixes as text, secrets never. */
public final class PlanJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .addModule(nouns())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            // A number that is missing is a damaged plan, not a zero.
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
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

    /** The same text to a stream, which it does not close: that of ten thousand hosts need not fit into memory. */
    static void write(Object value, OutputStream out) throws IOException {
        MAPPER.writer().without(JsonGenerator.Feature.AUTO_CLOSE_TARGET).writeValue(out, value);
    }

    /**
     * A document, read as it comes.
     *
     * @throws IOException when it is not one of that type, saying why
     */
    static <T> T read(InputStream in, Class<T> type) throws IOException {
        try {
            return MAPPER.readValue(in, type);
        } catch (JsonProcessingException e) {
            throw new IOException(e.getOriginalMessage(), e);
        }
    }

    /** The plan's identity: the first 12 hexadecimal digits of the SHA-256 of its JSON. The same input, the same id. */
    public static String id(ClusterPlan plan) {
        return digest(plan).substring(0, 12);
    }

    /** The SHA-256 of any record tree's JSON, 64 hexadecimal digits. */
    public static String digest(Object value) {
        try (DigestOutputStream out =
                new DigestOutputStream(OutputStream.nullOutputStream(), MessageDigest.getInstance("SHA-256"))) {
            // Not by way of the text: that of a large plan is as large as the plan itself.
            MAPPER.writeValue(out, value);
            return HexFormat.of().formatHex(out.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        } catch (IOException e) {
            throw new IllegalStateException("cannot be written as JSON: " + value.getClass(), e);
        }
    }

    /**
     * A part of a plan, read back from its JSON. Keys that are not known, as another version may have written, are passed
     * over.
     *
     * @throws IllegalArgumentException when it cannot be, saying why
     */
    public static <T> T read(JsonNode document, Class<T> type) {
        try {
            return MAPPER.treeToValue(document, type);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e.getOriginalMessage(), e);
        }
    }

    /** Which kind of protection it is shows in its keys. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
    @JsonSubTypes({@JsonSubTypes.Type(Protection.Replicated.class), @JsonSubTypes.Type(Protection.Erasure.class)})
    private interface ByItsKeys {}

    /** Most drives have no promised speed: the plans of all that have none stay what they were. */
    @SuppressWarnings("UnusedMethod") // Jackson reads it.
    private interface WithWhatIsThere {
        @JsonInclude(JsonInclude.Include.NON_ABSENT)
        Optional<DriveSpeed> speed();
    }

    private static SimpleModule nouns() {
        SimpleModule module = new SimpleModule();
        module.setMixInAnnotation(Disk.class, WithWhatIsThere.class);
        module.addDeserializer(Disk.class, new Noun<>(Disk.class, PlanJson::disk));
        module.setMixInAnnotation(Protection.class, ByItsKeys.class);
        module.addDeserializer(ByteSize.class, new Noun<>(ByteSize.class, node -> new ByteSize(whole(node))));
        module.addDeserializer(BitRate.class, new Noun<>(BitRate.class, node -> new BitRate(whole(node))));
        module.addDeserializer(Asn.class, new Noun<>(Asn.class, node -> new Asn(whole(node))));
        module.addDeserializer(MachineId.class, new Noun<>(MachineId.class, node -> new MachineId(node.asText())));
        module.addDeserializer(Cidr.class, new Noun<>(Cidr.class, node -> Cidr.parse(node.asText())));
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

    private static Disk disk(JsonNode node) {
        for (String key : List.of("serial", "model", "size", "media", "boot")) {
            if (!node.hasNonNull(key)) {
                throw new IllegalArgumentException("a drive without '" + key + "'");
            }
        }
        return new Disk(
                node.path("serial").asText(),
                node.path("model").asText(),
                new ByteSize(whole(node.path("size"))),
                Media.valueOf(node.path("media").asText()),
                node.path("boot").asBoolean(),
                node.hasNonNull("speed") ? Optional.of(read(node.path("speed"), DriveSpeed.class)) : Optional.empty());
    }

    private static long whole(JsonNode node) {
        if (!node.isIntegralNumber()) {
            throw new IllegalArgumentException("not a whole number: " + node);
        }
        return node.asLong();
    }

    /** Reads one of the nouns that are written as a number or a text. */
    private static final class Noun<T> extends StdDeserializer<T> {
        private static final long serialVersionUID = 1L;

        private final transient Function<JsonNode, T> reader;

        Noun(Class<T> type, Function<JsonNode, T> reader) {
            super(type);
            this.reader = reader;
        }

        @Override
        public T deserialize(JsonParser json, DeserializationContext read) throws IOException {
            JsonNode node = read.readTree(json);
            try {
                return reader.apply(node);
            } catch (IllegalArgumentException e) {
                return read.reportInputMismatch(this, "%s", String.valueOf(e.getMessage()));
            }
        }
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
