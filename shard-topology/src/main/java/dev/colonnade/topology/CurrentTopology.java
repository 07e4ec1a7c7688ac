package dev.colonnade.topology;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The one mutable reference to a topology: the latest version this process knows. Thread-safe; readers never wait.
 *
 * <p>Listeners are called one version after the other, in the thread that publishes, after {@link #snapshot()} answers
 * the new version.
 */
public final class CurrentTopology {
    private final List<Consumer<Topology>> listeners = new CopyOnWriteArrayList<>();
    private volatile Topology latest;

    public CurrentTopology(Topology first) {
        latest = first;
    }

    /** The version to use for one statement; take it once. */
    public Topology snapshot() {
        return latest;
    }

    /** Calls the listener with every version published from now on. */
    public void onChange(Consumer<Topology> listener) {
        listeners.add(listener);
    }

    /**
     * Makes a newer version the current one.
     *
     * @throws IllegalArgumentException if its epoch isn't higher than the current one's
     */
    public synchronized void publish(Topology next) {
        if (next.epoch().compareTo(latest.epoch()) <= 0) {
            throw new IllegalArgumentException(
                    "epoch: " + next.epoch() + " (expected: higher than " + latest.epoch() + ")");
        }
        latest = next;
        listeners.forEach(listener -> listener.accept(next));
    }
}
