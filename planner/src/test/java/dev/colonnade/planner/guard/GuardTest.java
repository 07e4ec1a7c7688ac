package dev.colonnade.planner.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colonnade.planner.sql.ParseOutcome;
import dev.colonnade.planner.sql.SpanWalk;
import dev.colonnade.planner.sql.StatementParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Our reading against PostgreSQL's, over all statements that the repository has. Skipped where PostgreSQL's parser can't be had. */
final class GuardTest {
    private static final Path OWN = Path.of("src/test/guard");
    private static final int PLANTED_MIN = 50;
    private static @Nullable PgReader reader;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        reader = PgReader.start();
        if (reader == null) {
            System.out.println("left out: the comparison of "
                    + RepositoryStatements.all().size() + " statements with PostgreSQL's parser (needs node and npm)");
        }
    }

    @AfterAll
    static void stop() throws IOException {
        if (reader != null) {
            reader.close();
        }
    }

    private static PgReader reader() {
        assumeTrue(reader != null, "no node or npm here");
        if (reader == null) {
            throw new IllegalStateException("unreachable");
        }
        return reader;
    }

    @Test
    void nothingIsMisread() throws IOException {
        List<String> misread = new ArrayList<>();
        int compared = 0;
        for (String sql : RepositoryStatements.all()) {
            Comparison comparison = Comparison.of(sql, reader());
            if (comparison.verdict() == Comparison.Verdict.MISREAD) {
                misread.add(sql + "\n  " + comparison.detail());
            }
            compared += comparison.verdict() == Comparison.Verdict.SAME ? 1 : 0;
        }
        assertEquals(List.of(), misread, () -> String.join("\n", misread));
        System.out.println("compared with PostgreSQL's parser: " + compared + " statements");
    }

    /** What PostgreSQL takes and we don't is in a list, so that it doesn't grow unseen. */
    @Test
    void whatIsRefusedIsKnown() throws IOException {
        List<String> refused = new ArrayList<>();
        for (String sql : RepositoryStatements.all()) {
            if (Comparison.of(sql, reader()).verdict() == Comparison.Verdict.REFUSED) {
                refused.add(sql.replace("\n", " "));
            }
        }
        Path file = OWN.resolve("refused.txt");
        if (Boolean.getBoolean("golden.update")) {
            Files.write(file, refused, StandardCharsets.UTF_8);
        }
        assertEquals(Files.readAllLines(file, StandardCharsets.UTF_8), refused);
    }

    /** Beside where things start (compared above), where they end. */
    @Test
    void spansAreExact() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (String sql : RepositoryStatements.all()) {
            if (sql.length() < 2_000 && StatementParser.parse(sql) instanceof ParseOutcome.Parsed parsed) {
                for (String problem : SpanWalk.wrongSpans(sql, (Record) parsed.statement())) {
                    wrong.add(sql + "\n    " + problem);
                }
            }
        }
        assertEquals(List.of(), wrong, () -> String.join("\n", wrong));
    }

    @Test
    void plantedMisreadingsAreFound() throws IOException {
        List<String> lines = Files.readAllLines(OWN.resolve("misreadings.txt"), StandardCharsets.UTF_8).stream()
                .filter(line -> !line.isBlank())
                .toList();
        boolean places = false;
        int planted = 0;
        List<String> unnoticed = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String theirs = lines.get(i);
            if (theirs.startsWith("#")) {
                places = theirs.startsWith("# Places");
                continue;
            }
            String ours = lines.get(++i);
            planted++;
            if (readsAlike(ours, theirs, places)) {
                unnoticed.add(theirs + "\n  taken for: " + ours);
            }
        }
        assertEquals(List.of(), unnoticed, () -> String.join("\n", unnoticed));
        assertTrue(planted >= PLANTED_MIN, "planted: " + planted);
    }

    /** Reads one text with our parser and another with PostgreSQL's, and takes both readings for those of one text. */
    private static boolean readsAlike(String ours, String theirs, boolean places) throws IOException {
        JsonNode pg = reader().read(theirs).path("stmts").path(0).path("stmt");
        assertNotEquals("", Json.kind(pg), theirs);
        ParseOutcome outcome = StatementParser.parse(ours);
        if (!(outcome instanceof ParseOutcome.Parsed parsed)) {
            throw new AssertionError(ours + ": " + outcome);
        }
        Node own = Readings.ours(ours, parsed.statement());
        Node other = Readings.theirs(theirs, pg);
        if (other == null) {
            throw new AssertionError("not comparable: " + ours);
        }
        boolean sameTrees = Node.difference(own.anywhere(), other.anywhere()) == null;
        if (places) {
            assertTrue(sameTrees, () -> "differs in more than places: " + theirs);
            return Node.difference(own, other) == null;
        }
        return sameTrees;
    }
}
