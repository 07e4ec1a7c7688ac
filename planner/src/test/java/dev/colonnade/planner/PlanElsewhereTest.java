package dev.colonnade.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.colonnade.planner.plan.PlanningException;
import dev.colonnade.planner.sql.StatementSplitter;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** Long texts are planned once for all who wait, away from those who serve. */
final class PlanElsewhereTest {
    private static final PlanContext CONTEXT = Shop.context();
    private static final String LONG = "SELECT * FROM orders WHERE customer_id IN (" + "1, ".repeat(2_000) + "2)";

    private final QueryPlanner planner = new QueryPlanner(100);
    private final Queue<Runnable> waiting = new ArrayDeque<>();

    @Test
    void onlyLongTextsThatArentKnownAreSlow() {
        assertFalse(planner.isSlow("SELECT * FROM orders WHERE customer_id = 1", CONTEXT));
        assertTrue(planner.isSlow(LONG, CONTEXT));
        planner.plan(LONG, CONTEXT);
        assertFalse(planner.isSlow(LONG, CONTEXT));
    }

    @Test
    void whoAsksMeanwhileWaitsForTheSamePlan() {
        CompletableFuture<Planned> first = elsewhere(LONG);
        CompletableFuture<Planned> second = elsewhere(LONG);
        assertSame(first, second);
        assertEquals(1, waiting.size());
        assertFalse(first.isDone());
        waiting.remove().run();
        assertInstanceOf(Planned.Routed.class, first.join());
        assertEquals(1, planner.cacheFigures().misses());
        assertNotSame(first, elsewhere(LONG));
    }

    @Test
    void refusalsArrive() {
        CompletableFuture<Planned> refused = elsewhere(LONG + " FOR UPDATE SKIP");
        waiting.remove().run();
        CompletionException failed = assertThrows(CompletionException.class, refused::join);
        assertInstanceOf(PlanningException.class, failed.getCause());
    }

    private CompletableFuture<Planned> elsewhere(String text) {
        return planner.planElsewhere(new StatementSplitter.Piece(text, 0, null), CONTEXT, waiting::add);
    }
}
