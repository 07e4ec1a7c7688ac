package dev.colonnade.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Small house conventions that no off-the-shelf linter knows. */
final class TidyTest {
    private static final Path ROOT = Path.of(System.getProperty("root"));
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");
    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");

    @Test
    void everyMainPackageIsDocumentedAndNullMarked() throws IOException {
        List<String> problems = new ArrayList<>();
        for (Path dir : mainJava().stream().map(Path::getParent).distinct().toList()) {
            Path info = dir.resolve("package-info.java");
            if (!Files.exists(info) || !Files.readString(info).contains("@NullMarked")) {
                problems.add(ROOT.relativize(dir).toString());
            }
        }
        assertEquals(List.of(), problems);
    }

    @Test
    void noLeftovers() throws IOException {
        List<String> problems = new ArrayList<>();
        for (Path file : mainJava()) {
            int number = 0;
            for (String line : Files.readAllLines(file)) {
                number++;
                if (line.contains("FIXME") || line.contains("TODO") || line.contains("printStackTrace")) {
                    problems.add(ROOT.relativize(file) + ":" + number);
                }
            }
        }
        assertEquals(List.of(), problems);
    }

    @Test
    void everyLinkInADocumentLeadsSomewhere() throws IOException {
        List<String> problems = new ArrayList<>();
        for (Path file : files(path -> path.toString().endsWith(".md"))) {
            Matcher link = LINK.matcher(Files.readString(file));
            while (link.find()) {
                if (!Files.exists(file.resolveSibling(link.group(1)))) {
                    problems.add(ROOT.relativize(file) + ": " + link.group(1));
                }
            }
        }
        assertEquals(List.of(), problems);
    }

    @Test
    void everyDecisionHasANumberOfItsOwn() throws IOException {
        try (Stream<Path> pages = Files.list(ROOT.resolve("docs/adr"))) {
            List<String> numbers = pages.map(
                            page -> page.getFileName().toString().substring(0, 4))
                    .sorted()
                    .toList();
            assertEquals(numbers.stream().distinct().toList(), numbers);
            assertTrue(numbers.stream().allMatch(number -> number.matches("\\d{4}")), numbers::toString);
        }
    }

    @Test
    void everyModuleIsDescribed() throws IOException {
        String architecture = Files.readString(ROOT.resolve("ARCHITECTURE.md"));
        Matcher module = MODULE.matcher(Files.readString(ROOT.resolve("pom.xml")));
        List<String> problems = new ArrayList<>();
        while (module.find()) {
            if (!architecture.contains("`" + module.group(1) + "`")) {
                problems.add(module.group(1));
            }
        }
        assertEquals(List.of(), problems);
    }

    private static List<Path> mainJava() throws IOException {
        return files(path -> path.toString().contains("/src/main/java/")
                && path.toString().endsWith(".java")
                && !path.toString().contains("/target/"));
    }

    private static List<Path> files(Predicate<Path> wanted) throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(path -> !path.toString().contains("/target/")
                            && !path.toString().contains("/.git/"))
                    .filter(wanted)
                    .toList();
        }
    }
}
