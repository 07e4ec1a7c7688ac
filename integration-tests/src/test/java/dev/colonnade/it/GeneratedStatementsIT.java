package dev.colonnade.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.colonnade.it.fleet.HostileFleet;
import dev.colonnade.it.generate.StatementGenerator;
import dev.colonnade.it.sqltest.OracleReport;
import dev.colonnade.it.sqltest.OracleRunner;
import dev.colonnade.it.sqltest.TestResult;
import dev.colonnade.it.sqltest.Verdict;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Random statements: the same or refused. {@code -Doracle.seed=n} repeats a run; without it each run takes another seed, which every
 * failure names. {@code -Doracle.statements=n} makes more or fewer than 500.
 */
final class GeneratedStatementsIT {
    private static final int STATEMENTS = Integer.getInteger("oracle.statements", 500);
    private static final Path REPORT = Path.of("target/oracle-generated.md");

    @Test
    void noneIsWrong() {
        String given = System.getProperty("oracle.seed", "");
        long seed = given.isEmpty() ? new SecureRandom().nextInt(1, 1_000_000) : Long.parseLong(given);
        StatementGenerator generator = new StatementGenerator(seed);
        OracleReport report = new OracleReport("Generated statements, -Doracle.seed=" + seed);
        List<String> wrong = new ArrayList<>();
        HostileFleet fleet = HostileFleet.shared();
        long answered = 0;
        try (ProxyUnderTest target = ProxyUnderTest.start(fleet);
                OracleRunner runner = new OracleRunner(fleet, target)) {
            for (int i = 0; i < STATEMENTS; i++) {
                TestResult result = runner.run(generator.statement(i));
                report.add(result);
                answered += result.oracleAnswers() ? 1 : 0;
                if (result.verdict() == Verdict.WRONG) {
                    wrong.add(result.explanation());
                }
            }
        }
        report.write(REPORT);
        assertTrue(
                answered > STATEMENTS * 9 / 10,
                "statements that PostgreSQL answers: " + answered + " (expected: nine of ten)");
        assertEquals(List.of(), wrong, "-Doracle.seed=" + seed);
    }

    @Test
    void aSeedRepeatsItself() {
        for (int i = 0; i < 20; i++) {
            assertEquals(new StatementGenerator(7).statement(i), new StatementGenerator(7).statement(i));
        }
    }
}
