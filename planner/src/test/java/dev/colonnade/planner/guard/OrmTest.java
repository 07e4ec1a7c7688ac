package dev.colonnade.planner.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Statements as knex, Kysely, Drizzle, Sequelize and TypeORM make them, which are fetched and run here without a database. Only where the
 * comparison with PostgreSQL's parser is required: that is many packages.
 */
@EnabledIfSystemProperty(named = "guard", matches = "required")
final class OrmTest {
    private static final Path HOME = Path.of("target/guard/orm");
    private static final int STATEMENTS_MIN = 1_500;
    private static final double REFUSED_MAX = 0.005;

    @Test
    void whatOrmsWriteIsRead() throws IOException, InterruptedException {
        NodePackage.install(Path.of("src/test/guard/orm"), HOME);
        NodePackage.run(HOME, "statements.sql", List.of("node", "statements.mjs"));
        List<String> statements = Corpus.distinct(
                Corpus.ofScript(Files.readString(HOME.resolve("statements.sql"), StandardCharsets.UTF_8)));
        CorpusReport report = new CorpusReport();
        try (PgReader reader = PgReader.start()) {
            assertNotNull(reader);
            report.add("orm", statements, reader);
        }
        System.out.println(report.table());
        assertTrue(statements.size() >= STATEMENTS_MIN, "statements: " + statements.size());
        assertEquals(
                List.of(),
                report.findings().stream()
                        .filter(finding -> finding.comparison().verdict() == Comparison.Verdict.MISREAD)
                        .map(CorpusReport.Finding::sql)
                        .toList());
        assertTrue(
                report.findings().size() <= statements.size() * REFUSED_MAX,
                () -> report.findings().toString());
    }
}
