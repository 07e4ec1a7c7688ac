package dev.colonnade.execution.transaction;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How a prepared transaction is ended by somebody who didn't drive it: which steps to take, given what came of those before. Immutable and
 * without any input or output; participants are whatever the caller counts them by.
 *
 * <pre>
 *   SETTLE   in the decision's database: insert an abort row under the transaction's key. Where a commit row is open, that waits for it;
 *            where a row is there, it says what was decided. A missing row is never taken for an answer: it is made one.
 *   FINISH   COMMIT PREPARED or ROLLBACK PREPARED, as decided, on each participant that was seen
 * </pre>
 *
 * <p>Any number may do this to the same transaction at the same time, at any speed. The row is forgotten later, by {@link #forgettable}.
 */
public final class Resolution {
    private final @Nullable Decision decision;
    private final Set<Integer> remaining;
    private final boolean over;

    private Resolution(@Nullable Decision decision, Set<Integer> remaining, boolean over) {
        this.decision = decision;
        this.remaining = remaining;
        this.over = over;
    }

    /** What a decision row says. */
    public enum Decision {
        COMMIT,
        ABORT
    }

    /** The next step. */
    public sealed interface Order {
        record Settle() implements Order {}

        record Finish(int participant, Decision decision) implements Order {}
    }

    /** @param seen the participants that hold it prepared, as far as the caller knows */
    public static Resolution of(Set<Integer> seen) {
        return new Resolution(null, new TreeSet<>(seen), seen.isEmpty());
    }

    /** What to do now; empty where it is over. */
    public Optional<Order> next() {
        if (over) {
            return Optional.empty();
        }
        Decision known = decision;
        return Optional.of(
                known == null
                        ? new Order.Settle()
                        : new Order.Finish(remaining.iterator().next(), known));
    }

    /** The decision's database has answered; null where it couldn't: then all stays as it is until the next attempt. */
    public Resolution settled(@Nullable Decision known) {
        return new Resolution(known, remaining, known == null);
    }

    /** The step for this participant is taken, well or not: one that failed is found again by the next attempt. */
    public Resolution finished(int participant) {
        Set<Integer> left = new TreeSet<>(remaining);
        left.remove(participant);
        return new Resolution(decision, left, left.isEmpty());
    }

    public @Nullable Decision decision() {
        return decision;
    }

    /**
     * Whether nobody needs a decision row any more.
     *
     * @param unresolved which of the participants that the row lists may still hold the transaction prepared; asked after the row was read
     * @param coordinatorGone whether the server process that could still write a commit row under this key has ended
     */
    public static boolean forgettable(Decision decision, Set<Integer> unresolved, boolean coordinatorGone) {
        return switch (decision) {
            // all were prepared before it was written, so none will be again
            case COMMIT -> unresolved.isEmpty();
            // one that is prepared later finds no row, makes one, and is rolled back all the same
            case ABORT -> coordinatorGone;
        };
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Resolution that
                && decision == that.decision
                && over == that.over
                && remaining.equals(that.remaining);
    }

    @Override
    public int hashCode() {
        return remaining.hashCode() + (decision == null ? 0 : 31 * decision.hashCode()) + (over ? 1 : 0);
    }

    @Override
    public String toString() {
        return new ArrayList<>(List.of(String.valueOf(decision), remaining.toString())) + (over ? " over" : "");
    }
}
