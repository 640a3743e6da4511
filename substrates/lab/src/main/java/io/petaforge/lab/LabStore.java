package io.petaforge.lab;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.petaforge.api.BitRate;
import io.petaforge.api.ByteSize;
import io.petaforge.api.Disk;
import io.petaforge.api.DriveSpeed;
import io.petaforge.api.ExitCode;
import io.petaforge.api.MachineId;
import io.petaforge.api.Media;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads and writes the records of the labs; a write is seen whole or not at all. */
final class LabStore {
    private static final ObjectMapper JSON =
            new ObjectMapper().registerModule(scalars()).enable(SerializationFeature.INDENT_OUTPUT);

    private static final Pattern NETWORK = Pattern.compile("\"network\"\\s*:\\s*(\\d{1,3})\\b");

    private final LabPaths paths;

    LabStore(LabPaths paths) {
        this.paths = paths;
    }

    /**
     * The record of a lab; empty when there is none.
     *
     * @throws PetaforgeException when there is one that is no longer readable as what was written
     */
    Optional<LabRecord> read(String cluster) {
        Optional<byte[]> bytes = bytes(cluster);
        try {
            return bytes.isEmpty() ? Optional.empty() : Optional.of(JSON.readValue(bytes.get(), LabRecord.class));
        } catch (IOException e) {
            throw new PetaforgeException(
                    ExitCode.PREFLIGHT,
                    Problem.of(
                            "PF-LAB-019",
                            "The record of the lab " + cluster + " is damaged (" + paths.record(cluster) + ").",
                            "Destroy the lab, which works without it, and build it again."),
                    e);
        }
    }

    /** For giving a lab back: of a damaged record what can still be made out, which is where its network is. */
    Optional<LabRecord> salvage(String cluster) {
        try {
            return read(cluster);
        } catch (PetaforgeException damaged) {
            Matcher network = NETWORK.matcher(new String(bytes(cluster).orElseThrow(), StandardCharsets.UTF_8));
            return network.find()
                    ? Optional.of(Allocation.fresh(cluster, Integer.parseInt(network.group(1)), "", ""))
                    : Optional.empty();
        }
    }

    private Optional<byte[]> bytes(String cluster) {
        try {
            return Optional.of(Files.readAllBytes(paths.record(cluster)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + paths.record(cluster), e);
        }
    }

    void write(LabRecord lab) {
        try {
            Path file = paths.record(lab.cluster());
            Files.createDirectories(file.getParent());
            FileWriting.replace(file, JSON.writeValueAsBytes(lab), FileWriting.READABLE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot record the lab " + lab.cluster(), e);
        }
    }

    /** The records of all labs of this machine; of a damaged one what can be made out. */
    List<LabRecord> all() {
        try (Stream<Path> labs = Files.list(paths.labs())) {
            return labs.map(lab -> lab.getFileName().toString())
                    .sorted()
                    .flatMap(cluster -> salvage(cluster).stream())
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + paths.labs(), e);
        }
    }

    /** As it was always recorded: nobody promises anything of a lab's drives. */
    private abstract static class PlainDrive {
        @JsonCreator
        PlainDrive(
                @JsonProperty("serial") String serial,
                @JsonProperty("model") String model,
                @JsonProperty("size") ByteSize size,
                @JsonProperty("media") Media media,
                @JsonProperty("boot") boolean boot) {}

        @JsonIgnore
        abstract Optional<DriveSpeed> speed();
    }

    private static SimpleModule scalars() {
        SimpleModule module = new SimpleModule("petaforge-scalars");
        module.setMixInAnnotation(Disk.class, PlainDrive.class);
        module.addSerializer(MachineId.class, new ToText<>(MachineId.class));
        module.addDeserializer(MachineId.class, new StdDeserializer<>(MachineId.class) {
            private static final long serialVersionUID = 1L;

            @Override
            public MachineId deserialize(JsonParser parser, DeserializationContext context) throws IOException {
                return new MachineId(parser.getText());
            }
        });
        module.addSerializer(ByteSize.class, new StdSerializer<>(ByteSize.class) {
            private static final long serialVersionUID = 1L;

            @Override
            public void serialize(ByteSize value, JsonGenerator out, SerializerProvider provider) throws IOException {
                out.writeNumber(value.bytes());
            }
        });
        module.addDeserializer(ByteSize.class, new StdDeserializer<>(ByteSize.class) {
            private static final long serialVersionUID = 1L;

            @Override
            public ByteSize deserialize(JsonParser parser, DeserializationContext context) throws IOException {
                return new ByteSize(parser.getLongValue());
            }
        });
        module.addSerializer(BitRate.class, new StdSerializer<>(BitRate.class) {
            private static final long serialVersionUID = 1L;

            @Override
            public void serialize(BitRate value, JsonGenerator out, SerializerProvider provider) throws IOException {
                out.writeNumber(value.bitsPerSecond());
            }
        });
        module.addDeserializer(BitRate.class, new StdDeserializer<>(BitRate.class) {
            private static final long serialVersionUID = 1L;

            @Override
            public BitRate deserialize(JsonParser parser, DeserializationContext context) throws IOException {
                return new BitRate(parser.getLongValue());
            }
        });
        return module;
    }

    private static final class ToText<T> extends StdSerializer<T> {
        private static final long serialVersionUID = 1L;

        ToText(Class<T> type) {
            super(type);
        }

        @Override
        public void serialize(T value, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeString(value.toString());
        }
    }
}
