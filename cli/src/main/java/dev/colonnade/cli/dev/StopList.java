package dev.colonnade.cli.dev;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What must be stopped before the process ends, last started first; it happens once, whether the run ends by itself, by Ctrl-C or by
 * SIGTERM. Thread-safe.
 */
public final class StopList implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StopList.class);

    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private final CountDownLatch stopping = new CountDownLatch(1);

    /** Makes Ctrl-C and SIGTERM stop everything on the list before the process ends. */
    public void stopWithProcess() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "stop"));
    }

    /** Adds something that runs now; it is stopped at once if the others have been already. */
    public void add(AutoCloseable started) {
        boolean late;
        synchronized (running) {
            late = stopping();
            if (!late) {
                running.push(started);
            }
        }
        if (late) {
            stop(started);
        }
    }

    /** Whether stopping has begun: failures of the work under way are then its consequence, and no news. */
    public boolean stopping() {
        return stopping.getCount() == 0;
    }

    /** Waits until something asks to stop. */
    public void awaitStop() throws InterruptedException {
        stopping.await();
    }

    /** Stops everything; a second caller waits for the first. */
    @Override
    public synchronized void close() {
        stopping.countDown();
        AutoCloseable next = pop();
        while (next != null) {
            stop(next);
            next = pop();
        }
    }

    private @Nullable AutoCloseable pop() {
        synchronized (running) {
            return running.poll();
        }
    }

    /** Stops one thing; a failure is logged, so that the rest is stopped all the same. */
    static void stop(AutoCloseable running) {
        try {
            running.close();
        } catch (Exception e) {
            LOG.warn("could not stop {}", running, e);
        }
    }
}
