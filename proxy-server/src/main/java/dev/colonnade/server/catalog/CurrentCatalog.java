package dev.colonnade.server.catalog;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one mutable reference to what was last read from the databases. Thread-safe; readers never wait.
 *
 * <p>However many ask for a refresh, at most one reading runs and one more waits for its end: who asks while one runs may have
 * seen something that it started too early to see.
 */
public final class CurrentCatalog {
    private final Reading reading;
    private final Executor executor;
    private final List<Consumer<CatalogSnapshot>> listeners = new CopyOnWriteArrayList<>();
    private volatile CatalogSnapshot latest;

    private @Nullable CompletableFuture<CatalogSnapshot> running;
    private @Nullable CompletableFuture<CatalogSnapshot> waiting;

    /**
     * Starts with a snapshot and reads nothing yet.
     *
     * @param reading for example {@link CatalogLoader#load}
     * @param executor where the readings run, and block
     */
    public CurrentCatalog(CatalogSnapshot first, Reading reading, Executor executor) {
        this.latest = first;
        this.reading = reading;
        this.executor = executor;
    }

    /** What to use for one statement; take it once. */
    public CatalogSnapshot snapshot() {
        return latest;
    }

    /** Calls the listener, in the executor, with every snapshot read from now on, even where it says the same. */
    public void onChange(Consumer<CatalogSnapshot> listener) {
        listeners.add(listener);
    }

    /**
     * Reads anew, beginning after this call.
     *
     * @return what was read; fails with the reading's error, after which the old snapshot stays
     */
    public CompletableFuture<CatalogSnapshot> refresh() {
        CompletableFuture<CatalogSnapshot> started = new CompletableFuture<>();
        synchronized (this) {
            if (running != null) {
                waiting = waiting == null ? started : waiting;
                return waiting.copy();
            }
            running = started;
        }
        start(started);
        return started.copy();
    }

    private void start(CompletableFuture<CatalogSnapshot> result) {
        try {
            executor.execute(() -> run(result));
        } catch (RejectedExecutionException stopped) {
            finished();
            result.completeExceptionally(stopped);
        }
    }

    private void run(CompletableFuture<CatalogSnapshot> result) {
        try {
            CatalogSnapshot read = reading.read(latest);
            latest = read;
            listeners.forEach(listener -> listener.accept(read));
            finished();
            result.complete(read);
        } catch (SQLException | RuntimeException e) {
            finished();
            result.completeExceptionally(e);
        }
    }

    private void finished() {
        CompletableFuture<CatalogSnapshot> next;
        synchronized (this) {
            next = waiting;
            running = next;
            waiting = null;
        }
        if (next != null) {
            start(next);
        }
    }

    /** Reads the databases. */
    public interface Reading {
        CatalogSnapshot read(CatalogSnapshot previous) throws SQLException;
    }
}
