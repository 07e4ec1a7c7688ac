package dev.colonnade.planner.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Mutated statements that PostgreSQL takes after all: read as it reads them, or refused. As many as {@code -Dfuzz.statements} says. */
final class FuzzGuardTest {
    private static final int STATEMENTS = Integer.getInteger("fuzz.statements", 5_000);
    private static final long SEED = Long.getLong("fuzz.seed", 20_240_601L);

    @Test
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    void mutatedStatementsAreNotMisread() throws IOException, InterruptedException {
        List<String> misread = new ArrayList<>();
        Map<Comparison.Verdict, Integer> counts = new EnumMap<>(Comparison.Verdict.class);
        try (PgReader reader = PgReader.start()) {
            assumeTrue(reader != null, "no node or npm here");
            if (reader == null) {
                return;
            }
            List<String> statements = RepositoryStatements.all().stream()
                    .filter(sql -> sql.length() < 2_000)
                    .toList();
            Mutator mutator = new Mutator(statements, SEED);
            for (int i = 0; i < STATEMENTS; i++) {
                String sql = mutator.next();
                Comparison comparison = Comparison.of(sql, reader);
                counts.merge(comparison.verdict(), 1, Integer::sum);
                if (comparison.verdict() == Comparison.Verdict.MISREAD) {
                    misread.add(sql + "\n  " + comparison.detail());
                }
                if (comparison.verdict() == Comparison.Verdict.REFUSED && Boolean.getBoolean("fuzz.print")) {
                    System.out.println("refused: " + sql + "\n  " + comparison.detail());
                }
            }
        }
        System.out.println("mutated statements against PostgreSQL's parser: " + counts);
        assertEquals(List.of(), misread, () -> misread.size() + " misread:\n" + String.join("\n", misread));
    }
}
