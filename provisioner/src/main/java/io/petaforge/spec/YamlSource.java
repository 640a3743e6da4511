package io.petaforge.spec;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.reader.ReaderException;

/** Turns a file into YAML nodes, and the parser's complaints into problems that name the remedy. */
final class YamlSource {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /** What the file is to be, for the words that refuse it. */
    enum Kind {
        INVENTORY(
                "an inventory",
                "Start from inventories/lab.yaml, which builds a whole cluster on this machine.",
                "Start with the line 'petaforge: 1'; inventories/lab.yaml is an example."),
        PRICES(
                "a price file",
                "Start from inventories/prices/example.yaml.",
                "Start with the line 'petaforge-prices: 1'; inventories/prices/example.yaml is an example.");

        private final String noun;
        private final String begin;
        private final String shape;

        Kind(String noun, String begin, String shape) {
            this.noun = noun;
            this.begin = begin;
            this.shape = shape;
        }

        private String bare() {
            return noun.substring(noun.indexOf(' ') + 1);
        }
    }

    private YamlSource() {}

    /**
     * The root mapping of the file.
     *
     * @throws io.petaforge.api.PetaforgeException when there is none
     */
    static MappingNode read(Path file) {
        return read(file, Kind.INVENTORY);
    }

    /**
     * The root mapping of a file of that kind.
     *
     * @throws io.petaforge.api.PetaforgeException when there is none
     */
    static MappingNode read(Path file, Kind kind) {
        Problems problems = new Problems(file.toString(), Places.none());
        String text = text(file, kind, problems);
        problems.throwIfAny();
        return parse(file, text, kind);
    }

    /**
     * The root mapping of a text.
     *
     * @throws io.petaforge.api.PetaforgeException when there is none
     */
    static MappingNode parse(Path file, String text) {
        return parse(file, text, Kind.INVENTORY);
    }

    private static MappingNode parse(Path file, String text, Kind kind) {
        Problems problems = new Problems(file.toString(), Places.none());
        Node root = parse(text, problems);
        problems.throwIfAny();
        if (root instanceof MappingNode mapping) {
            return mapping;
        }
        if (root == null || text.lines().allMatch(line -> line.isBlank() || line.startsWith("#"))) {
            problems.unreadable(InventoryCode.EMPTY, "", "the " + kind.bare() + " is empty", kind.begin);
        } else {
            problems.unreadable(
                    InventoryCode.WRONG_SHAPE,
                    "",
                    root.getStartMark().getLine() + 1,
                    kind.noun + " is made of keys with values, and this is something else",
                    kind.shape);
        }
        problems.throwIfAny();
        throw new IllegalStateException("unreachable: the problem above was thrown");
    }

    private static String text(Path file, Kind kind, Problems problems) {
        try {
            String text = Files.readString(file);
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (NoSuchFileException e) {
            unreadable(problems, "there is no such file", "Check the path; it is relative to the current directory.");
        } catch (AccessDeniedException e) {
            unreadable(problems, "the file may not be read by this user", "Change its permissions, or use sudo.");
        } catch (CharacterCodingException e) {
            unreadable(problems, "the file is not UTF-8 text", "Save it as UTF-8.");
        } catch (IOException e) {
            unreadable(
                    problems,
                    Files.isDirectory(file) ? "this is a directory" : "the file cannot be read: " + e.getMessage(),
                    "Name " + kind.noun + (kind == Kind.INVENTORY ? " file." : "."));
        }
        return "";
    }

    private static void unreadable(Problems problems, String what, String fix) {
        problems.unreadable(InventoryCode.FILE, "", what, fix);
    }

    private static @Nullable Node parse(String text, Problems problems) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(true); // the cursor reports them all; the parser would stop at the first
        try {
            return new Yaml(options).compose(new java.io.StringReader(text));
        } catch (MarkedYAMLException e) {
            syntax(e, text, problems);
        } catch (ReaderException e) {
            int line = (int) text.substring(0, Math.min(e.getPosition(), text.length()))
                            .chars()
                            .filter(c -> c == '\n')
                            .count()
                    + 1;
            problems.unreadable(
                    InventoryCode.SYNTAX,
                    "",
                    line,
                    String.format("the character U+%04X cannot stand in YAML", e.getCodePoint()),
                    "Remove it.");
        } catch (YAMLException e) {
            problems.unreadable(
                    InventoryCode.SYNTAX, "", "this cannot be read as YAML: " + e.getMessage(), "Simplify the file.");
        }
        return null;
    }

    private static void syntax(MarkedYAMLException e, String text, Problems problems) {
        String problem = String.valueOf(e.getProblem());
        String context = String.valueOf(e.getContext());
        int at = line(e.getProblemMark());
        // What was opened and not closed is at fault where it was opened.
        int opened = e.getContextMark() == null ? at : line(e.getContextMark());
        String found = at <= text.lines().count()
                ? text.lines().skip(at - 1L).findFirst().orElse("")
                : "";
        if (found.matches(" *\\t.*") || problem.contains("\\t(TAB)")) {
            note(problems, at, "the line is indented with a tab, which YAML forbids", "Indent with spaces.");
        } else if (found.matches(".*[:,{-]\\s*[>|][=0-9].*")) {
            note(
                    problems,
                    at,
                    "a value that begins with '>' means something else to YAML",
                    "Put it in quotes, such as \">= 4GiB\".");
        } else if (problem.contains("cannot start any token")) {
            note(
                    problems,
                    at,
                    "a value cannot begin with one of @ ` % unless it is in quotes",
                    "Put the value in quotes.");
        } else if (problem.contains("mapping values are not allowed")) {
            note(
                    problems,
                    at,
                    "a ': ' stands where no key can be",
                    "Indent this line like its neighbours, or put the value in quotes if the colon belongs to it.");
        } else if (openQuote(text, at) > 0) {
            note(
                    problems,
                    openQuote(text, at),
                    "the quotation mark that opens here is not closed on its line",
                    "Close it, and put quotation marks only around whole values.");
        } else if (problem.contains("could not find expected ':'")) {
            note(problems, opened, "the line has no ': ' between key and value", "Write 'key: value'.");
        } else if (context.contains("flow mapping") || context.contains("flow sequence")) {
            String closing = context.contains("flow mapping") ? "}" : "]";
            note(
                    problems,
                    opened,
                    "the bracket that opens here is not closed before line " + at,
                    "Put ',' between the entries and '" + closing + "' at the end.");
        } else if (problem.contains("expected <block end>")) {
            note(
                    problems,
                    at,
                    "the line does not go on with what began on line " + opened,
                    "Give keys of one section the same number of leading spaces.");
        } else if (problem.contains("but found another document")) {
            note(problems, at, "a second document begins here", "Keep one document in one file.");
        } else if (problem.contains("undefined alias")) {
            note(problems, at, "the alias here refers to no anchor", "Write the value out, or put '*' in quotes.");
        } else {
            note(problems, at, "this is not YAML: " + problem, "Correct the line.");
        }
    }

    /** The first line, up to the one where parsing stopped, with an odd number of quotation marks; 0 without one. */
    private static int openQuote(String text, int stopped) {
        int number = 0;
        for (String line : text.lines().limit(stopped).toList()) {
            number++;
            String code = line.replaceFirst("(^|\\s)#.*", "");
            if (code.chars().filter(c -> c == '"').count() % 2 == 1
                    || code.chars().filter(c -> c == '\'').count() % 2 == 1) {
                return number;
            }
        }
        return 0;
    }

    private static int line(Mark mark) {
        return mark.getLine() + 1;
    }

    private static void note(Problems problems, int line, String what, String fix) {
        problems.unreadable(InventoryCode.SYNTAX, "", line, what, fix);
    }
}
