package io.petaforge.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** The published schema says what the reader says, as far as a schema can. */
class JsonSchemaTest {
    private static final Path INVENTORIES = Path.of("..", "inventories");
    private static final Path SCHEMA = INVENTORIES.resolve("petaforge-inventory.schema.json");
    private static final ObjectMapper JSON = new ObjectMapper();

    static List<Path> readable() throws IOException {
        List<Path> files = new ArrayList<>(examples());
        for (Path folder : AcceptedInventoriesTest.cases()) {
            files.add(folder.resolve("inventory.yaml"));
            files.add(folder.resolve("effective.yaml"));
        }
        return files;
    }

    static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(INVENTORIES)) {
            return files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList();
        }
    }

    static List<Path> refused() throws IOException {
        return InventoryErrorsTest.cases();
    }

    @ParameterizedTest
    @MethodSource("readable")
    void acceptsWhatTheReaderAccepts(Path file) throws IOException {
        assertEquals(Set.of(), findings(file));
    }

    /** A case that the schema cannot catch says why in a file of its own. */
    @ParameterizedTest
    @MethodSource("refused")
    void refusesWhatItCan(Path folder) throws IOException {
        boolean beyond = Files.exists(folder.resolve("beyond-schema.txt"));
        Set<ValidationMessage> findings;
        try {
            findings = findings(folder.resolve("inventory.yaml"));
        } catch (YAMLException | MalformedInputException e) {
            assertTrue(beyond, "not YAML, so the schema never sees it: " + e.getMessage());
            return;
        }
        assertEquals(beyond, findings.isEmpty(), () -> folder + ": " + findings);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyExampleIsReadAndNamesTheSchemaForEditors(Path file) throws IOException {
        assertEquals(
                "# yaml-language-server: $schema=petaforge-inventory.schema.json",
                Files.readAllLines(file).get(0));
        InventoryReader.load(file);
    }

    /** A key that only one of the two knows would be offered and refused, or accepted and marked. */
    @Test
    void knowsTheSameKeysAsTheReader() throws IOException {
        JsonNode root = JSON.readTree(SCHEMA.toFile());
        for (Map.Entry<String, List<String>> section : Keys.sections().entrySet()) {
            JsonNode at = root;
            for (String step : section.getKey().isEmpty()
                    ? new String[0]
                    : section.getKey().split("\\.")) {
                at = resolve(root, at);
                at = step.equals("*")
                        ? at.get("additionalProperties")
                        : at.path("properties").path(step);
            }
            at = resolve(root, at);
            if (at.has("anyOf")) {
                at = at.get("anyOf").get(1);
            }
            Set<String> keys = new TreeSet<>();
            at.path("properties").fieldNames().forEachRemaining(keys::add);
            assertEquals(new TreeSet<>(section.getValue()), keys, "section '" + section.getKey() + "'");
            assertFalse(at.path("additionalProperties").asBoolean(true), "section '" + section.getKey() + "' is open");
        }
    }

    @Test
    void explainsEveryKey() throws IOException {
        List<String> silent = new ArrayList<>();
        JsonNode root = JSON.readTree(SCHEMA.toFile());
        collectSilent(root, root, "", silent);
        assertEquals(List.of(), silent);
    }

    private static void collectSilent(JsonNode root, JsonNode node, String path, List<String> silent) {
        node.path("properties").fields().forEachRemaining(entry -> {
            String at = path + "/" + entry.getKey();
            JsonNode value = entry.getValue();
            if (!value.has("description") && !resolve(root, value).has("description")) {
                silent.add(at);
            }
            collectSilent(root, value, at, silent);
        });
        if (node.path("additionalProperties").isObject()) {
            collectSilent(root, resolve(root, node.get("additionalProperties")), path + "/*", silent);
        }
    }

    private static JsonNode resolve(JsonNode root, JsonNode node) {
        return node.has("$ref") ? root.at(node.get("$ref").asText().substring(1)) : node;
    }

    private static Set<ValidationMessage> findings(Path inventory) throws IOException {
        JsonSchema schema =
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(Files.readString(SCHEMA));
        // Through SnakeYAML's objects, because Jackson's tree leaves aliases unresolved.
        Object content = new Yaml(new SafeConstructor(new LoaderOptions()))
                .load(Files.readString(inventory).replace("\uFEFF", ""));
        return schema.validate(JSON.valueToTree(content));
    }
}
