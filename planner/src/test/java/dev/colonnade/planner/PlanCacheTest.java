package dev.colonnade.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.colonnade.planner.plan.PlanningException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the cache finds, what it doesn't, and that it stays within bounds. */
final class PlanCacheTest {
    private static final PlanContext CONTEXT = Shop.context();
    private final QueryPlanner planner = new QueryPlanner(1_000);

    @Test
    void otherLiteralsFindThePlanByItsShape() {
        for (int key = 0; key < 100; key++) {
            planner.plan("SELECT * FROM orders WHERE customer_id = " + key, CONTEXT);
        }
        assertFigures(1, 0, 99);
    }

    @Test
    void aTextWithParametersIsFoundByItself() {
        for (int i = 0; i < 10; i++) {
            planner.plan("SELECT * FROM orders WHERE customer_id = $1", CONTEXT);
        }
        assertFigures(1, 9, 0);
    }

    @Test
    void commentsMakeNoDifference() {
        for (int i = 0; i < 10; i++) {
            planner.plan("/* trace " + i + " */ SELECT * FROM orders WHERE customer_id = $1", CONTEXT);
        }
        assertFigures(1, 0, 9);
    }

    @Test
    void refusalsAreKept() {
        for (int i = 0; i < 10; i++) {
            assertThrows(
                    PlanningException.class,
                    () -> planner.plan("SELECT * FROM orders ORDER BY note LIMIT 3 FOR", CONTEXT));
        }
        assertFigures(1, 9, 0);
    }

    @Test
    void aLiteralThatThePlanDependsOnHasAPlanOfItsOwn() {
        for (int i = 0; i < 10; i++) {
            for (int limit = 1; limit <= 3; limit++) {
                planner.plan("SELECT * FROM orders WHERE total > " + i + " LIMIT " + limit + " OFFSET 1", CONTEXT);
            }
        }
        assertFigures(3, 0, 27);
    }

    @Test
    void aLiteralThatIsNoKeyIsPlannedByItself() {
        planner.plan("SELECT * FROM orders WHERE customer_id = '1'", CONTEXT);
        planner.plan("SELECT * FROM orders WHERE customer_id = 'one'", CONTEXT);
        assertFigures(2, 0, 0);
    }

    @Test
    void anotherSearchPathIsAnotherWorld() {
        String text = "SELECT * FROM orders WHERE customer_id = 1";
        planner.plan(text, CONTEXT);
        planner.plan(text, new PlanContext(CONTEXT.topology(), CONTEXT.catalog(), List.of("other", "public")));
        assertFigures(2, 0, 0);
    }

    @Test
    void aFloodOfTextsStaysWithinBounds() {
        QueryPlanner small = new QueryPlanner(100);
        for (int i = 0; i < 3_000; i++) {
            small.plan("SELECT c" + i + " FROM orders WHERE customer_id = 1 AND c" + i + " = $1", CONTEXT);
        }
        PlanCacheFigures figures = small.cacheFigures();
        assertTrue(figures.bytes() <= 640_000, figures::toString);
        assertTrue(figures.evictions() > 2_000, figures::toString);
    }

    @Test
    void aFloodOfTextsDoesNotDriveOutWhatIsHot() {
        String hot = "SELECT * FROM orders WHERE customer_id = ";
        QueryPlanner small = new QueryPlanner(100);
        for (int i = 0; i < 3_000; i++) {
            small.plan(hot + i % 100, CONTEXT);
            small.plan("SELECT c" + i + " FROM orders WHERE customer_id = 1", CONTEXT);
        }
        PlanCacheFigures figures = small.cacheFigures();
        assertTrue(figures.shapeHits() > 2_990, figures::toString);
    }

    private void assertFigures(long misses, long textHits, long shapeHits) {
        PlanCacheFigures figures = planner.cacheFigures();
        assertEquals(
                List.of(misses, textHits, shapeHits),
                List.of(figures.misses(), figures.textHits(), figures.shapeHits()),
                figures::toString);
    }
}
