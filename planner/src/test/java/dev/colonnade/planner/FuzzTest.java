package dev.colonnade.planner;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.colonnade.planner.guard.Mutator;
import dev.colonnade.planner.guard.RepositoryStatements;
import dev.colonnade.planner.plan.ParameterValues;
import dev.colonnade.planner.plan.PlanningException;
import dev.colonnade.planner.sql.ParseOutcome;
import dev.colonnade.planner.sql.StatementParser;
import dev.colonnade.planner.sql.StatementSplitter;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Mutated statements, by a seed: planning ends with a plan or the typed refusal. {@code -Dfuzz.statements} says how many (a small run
 * without), {@code -Dfuzz.seed} which.
 */
final class FuzzTest {
    private static final int STATEMENTS = Integer.getInteger("fuzz.statements", 5_000);
    private static final long SEED = Long.getLong("fuzz.seed", 20_240_601L);

    @Test
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    void planningEndsWithAPlanOrARefusal() throws IOException {
        QueryPlanner planner = new QueryPlanner(100);
        List<String> statements = RepositoryStatements.all().stream()
                .filter(sql -> sql.length() < 2_000)
                .toList();
        Mutator mutator = new Mutator(statements, SEED);
        int parsed = 0;
        int planned = 0;
        for (int i = 0; i < STATEMENTS; i++) {
            String sql = mutator.next();
            try {
                StatementSplitter.split(sql);
                parsed += StatementParser.parse(sql) instanceof ParseOutcome.Parsed ? 1 : 0;
                planned += plans(planner, sql) ? 1 : 0;
            } catch (RuntimeException | Error e) {
                fail("statement " + i + " of seed " + SEED + ": " + sql, e);
            }
        }
        System.out.println("mutated statements: " + STATEMENTS + ", parsed: " + parsed + ", planned: " + planned);
        assertTrue(parsed > STATEMENTS / 20, "too few parse to try the planner: " + parsed);
    }

    private static boolean plans(QueryPlanner planner, String sql) {
        try {
            if (planner.plan(sql, Shop.context()) instanceof Planned.Routed routed) {
                routed.plan().bind(ParameterValues.NONE);
            }
            return true;
        } catch (PlanningException e) {
            return false;
        }
    }
}
