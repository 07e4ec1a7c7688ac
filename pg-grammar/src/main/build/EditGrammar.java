import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Prepares the grammar for FMPP: takes Calcite's Parser.jj, drops the productions that ours replace, and lays our configuration and
 * productions beside it. Runs at build time, before anything is compiled.
 *
 * <p>The list of what is dropped stands in {@code dropped-productions.txt}: one production a line, by its exact signature. A signature that
 * isn't there, or is there twice, ends the build: then Calcite has changed, and our production must be read again. Files are written only
 * when their content changes, so that nothing is generated anew for nothing.
 *
 * <p>Arguments: {@code edit}, the folder of Calcite's codegen, the folder of ours, the folder to write; or {@code settle}, a file that FMPP
 * has just written, and its place: FMPP writes always, and JavaCC must see a new file only where the content is new.
 */
final class EditGrammar {
    /** Behind this our members of the parser class go: JavaCC has no other place for methods that its lookahead may call. */
    private static final String CLASS_BODY = "public class ${parser.class} extends SqlAbstractParserImpl\n{\n";

    private EditGrammar() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments[0].equals("settle")) {
            write(Path.of(arguments[2]), read(Path.of(arguments[1])));
            return;
        }
        Path calcite = Path.of(arguments[1]);
        Path ours = Path.of(arguments[2]);
        Path target = Path.of(arguments[3]);
        String grammar = read(calcite.resolve("templates/Parser.jj"));
        List<String> missing = new ArrayList<>();
        for (String line : read(ours.resolve("dropped-productions.txt")).lines().toList()) {
            String signature = line.strip();
            if (signature.isEmpty() || signature.startsWith("#")) {
                continue;
            }
            int start = grammar.indexOf("\n" + signature);
            if (start < 0 || grammar.indexOf("\n" + signature, start + 1) >= 0) {
                missing.add(signature);
                continue;
            }
            grammar = grammar.substring(0, start + 1) + grammar.substring(endOfProduction(grammar, start));
        }
        if (!missing.isEmpty()) {
            throw new IllegalStateException("Parser.jj has changed; not found exactly once: " + missing);
        }
        int body = grammar.indexOf(CLASS_BODY);
        if (body < 0) {
            throw new IllegalStateException("Parser.jj has changed; not found: " + CLASS_BODY);
        }
        body += CLASS_BODY.length();
        grammar = grammar.substring(0, body) + read(ours.resolve("members.ftl")) + grammar.substring(body);
        write(target.resolve("templates/Parser.jj"), grammar);
        write(target.resolve("default_config.fmpp"), read(calcite.resolve("default_config.fmpp")));
        write(target.resolve("config.fmpp"), read(ours.resolve("config.fmpp")));
        write(target.resolve("includes/productions.ftl"), read(ours.resolve("includes/productions.ftl")));
    }

    /** Behind the second group of braces: a production is a signature, its declarations and its expansion. */
    private static int endOfProduction(String grammar, int start) {
        int position = start;
        for (int group = 0; group < 2; group++) {
            position = endOfBraces(grammar, grammar.indexOf('{', position));
        }
        return position;
    }

    private static int endOfBraces(String grammar, int open) {
        int depth = 0;
        for (int i = open; i < grammar.length(); i++) {
            char c = grammar.charAt(i);
            if (grammar.startsWith("//", i)) {
                i = grammar.indexOf('\n', i);
            } else if (grammar.startsWith("/*", i)) {
                i = grammar.indexOf("*/", i) + 1;
            } else if (c == '"' || c == '\'') {
                i = endOfQuoted(grammar, i);
            } else if (c == '{') {
                depth++;
            } else if (c == '}' && --depth == 0) {
                return i + 1;
            }
        }
        throw new IllegalStateException("Parser.jj: no end of the braces at offset " + open);
    }

    private static int endOfQuoted(String grammar, int open) {
        int i = open + 1;
        while (grammar.charAt(i) != grammar.charAt(open)) {
            i += grammar.charAt(i) == '\\' ? 2 : 1;
        }
        return i;
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }

    private static void write(Path file, String content) throws IOException {
        if (Files.exists(file) && read(file).equals(content)) {
            return;
        }
        Files.createDirectories(file.getParent());
        Files.writeString(file, content, StandardCharsets.UTF_8);
    }
}
