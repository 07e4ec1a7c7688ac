package dev.colonnade.admin;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Bounds what operators' requests can take from the proxy. Thread-safe.
 *
 * <p>A request that is given up on is interrupted, but counts until it really ends: a port that hangs can't be piled upon.
 */
final class RequestLimits implements AutoCloseable {
    /** Requests under way; one more is answered 503 at once. */
    static final int CONCURRENT_MAX = 32;
    /** A request that takes longer is answered 504. */
    static final Duration TIME_MAX = Duration.ofSeconds(10);

    private final Semaphore permits;
    private final Duration timeMax;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("colonnade-admin-", 0).factory());

    RequestLimits(int concurrentMax, Duration timeMax) {
        this.permits = new Semaphore(concurrentMax);
        this.timeMax = timeMax;
    }

    /**
     * Runs the work on a thread of its own and waits for it.
     *
     * @throws Problem if there is no room or no time, or the work threw it
     */
    Answer within(Callable<Answer> work) {
        FutureTask<Answer> task = new FutureTask<>(work);
        start(task);
        try {
            return task.get(timeMax.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            task.cancel(true);
            throw new Problem(ProblemCode.TIMEOUT, "given up after " + timeMax.toSeconds() + " s");
        } catch (InterruptedException stopped) {
            task.cancel(true);
            Thread.currentThread().interrupt();
            throw new Problem(ProblemCode.BUSY, "the admin API is stopping");
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof Problem problem) {
                throw problem;
            }
            throw new IllegalStateException("a port of the admin API failed", failed.getCause());
        }
    }

    private void start(FutureTask<Answer> task) {
        if (!permits.tryAcquire()) {
            throw new Problem(ProblemCode.BUSY, "the limit of requests under way is reached");
        }
        try {
            threads.execute(() -> {
                try {
                    task.run();
                } finally {
                    permits.release();
                }
            });
        } catch (RejectedExecutionException closed) {
            permits.release();
            throw new Problem(ProblemCode.BUSY, "the admin API is stopping");
        }
    }

    /** Interrupts what is under way, without waiting for it. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
