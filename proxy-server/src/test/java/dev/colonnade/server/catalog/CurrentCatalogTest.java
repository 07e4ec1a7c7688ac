package dev.colonnade.server.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.colonnade.topology.PhysicalShardId;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

final class CurrentCatalogTest {
    private static final CatalogSnapshot FIRST = CatalogSnapshot.empty(new PhysicalShardId("pg-1"));

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final List<CatalogSnapshot> readings = new ArrayList<>();
    private final CurrentCatalog current = new CurrentCatalog(FIRST, this::read, tasks::add);

    @Test
    void manyRequestsMakeOneReadingAndOneMoreAfterIt() {
        CompletableFuture<CatalogSnapshot> first = current.refresh();
        assertEquals(1, tasks.size());
        CompletableFuture<CatalogSnapshot> second = current.refresh();
        CompletableFuture<CatalogSnapshot> third = current.refresh();
        assertEquals(1, tasks.size());
        tasks.remove().run();
        assertTrue(first.isDone());
        assertFalse(second.isDone());
        assertEquals(1, tasks.size());
        tasks.remove().run();
        assertSame(second.join(), third.join());
        assertSame(second.join(), current.snapshot());
        assertEquals(2, readings.size());
        assertTrue(tasks.isEmpty());
    }

    @Test
    void listenersHearOfEveryReading() {
        List<CatalogSnapshot> heard = new ArrayList<>();
        current.onChange(heard::add);
        CompletableFuture<CatalogSnapshot> refreshed = current.refresh();
        tasks.remove().run();
        assertEquals(List.of(refreshed.join()), heard);
    }

    @Test
    void aFailureKeepsTheOldSnapshotAndDoesNotStopTheNext() {
        CurrentCatalog failing = new CurrentCatalog(
                FIRST,
                previous -> {
                    throw new SQLException("down");
                },
                tasks::add);
        CompletableFuture<CatalogSnapshot> refreshed = failing.refresh();
        CompletableFuture<CatalogSnapshot> next = failing.refresh();
        tasks.remove().run();
        var failure = assertThrows(CompletionException.class, refreshed::join);
        assertInstanceOf(SQLException.class, failure.getCause());
        assertSame(FIRST, failing.snapshot());
        tasks.remove().run();
        assertTrue(next.isCompletedExceptionally());
    }

    @Test
    void anExecutorThatHasStoppedFailsTheRequest() {
        CurrentCatalog stopped = new CurrentCatalog(FIRST, this::read, task -> {
            throw new RejectedExecutionException("stopped");
        });
        assertTrue(stopped.refresh().isCompletedExceptionally());
        assertTrue(stopped.refresh().isCompletedExceptionally());
    }

    private CatalogSnapshot read(CatalogSnapshot previous) {
        CatalogSnapshot read = CatalogSnapshot.of(previous.schema(), previous.home(), Map.of());
        readings.add(read);
        return read;
    }
}
