package dev.colonnade.execution.transaction;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The commit of one transaction that has written several databases, as its coordinator sees it: which commands to send, given the answers so
 * far. Immutable and without any input or output, so that a test can walk through every order of events.
 *
 * <pre>
 *   PREPARING     PREPARE on all but the last              one refused or lost -> ROLLING_BACK
 *   DECIDING      the decision and COMMIT, on the last     refused -> ROLLING_BACK, lost -> OVER, outcome unknown
 *   COMMITTING    COMMIT PREPARED on all but the last      what is lost here is left to recovery
 *   ROLLING_BACK  ROLLBACK, ROLLBACK PREPARED              what is lost here is left to recovery
 * </pre>
 *
 * <p>Participants are counted from 0; the last one holds the decision, and its own COMMIT is the moment at which the whole transaction is
 * committed.
 */
public final class TwoPhaseCommit {
    private final Phase phase;
    private final List<Standing> standings;
    private final @Nullable Outcome outcome;

    private TwoPhaseCommit(Phase phase, List<Standing> standings, @Nullable Outcome outcome) {
        this.phase = phase;
        this.standings = List.copyOf(standings);
        this.outcome = outcome;
    }

    /** Where the whole stands. */
    public enum Phase {
        PREPARING,
        DECIDING,
        COMMITTING,
        ROLLING_BACK,
        OVER
    }

    /** Where one participant stands. */
    private enum Standing {
        /** Its transaction is open, and nothing has been asked of it. */
        OPEN,
        /** A PREPARE is under way. */
        PREPARING,
        PREPARED,
        /** It failed: nothing of its part will stay. */
        REFUSED,
        /** The last one's COMMIT is under way. */
        DECIDING,
        /** COMMIT PREPARED or ROLLBACK PREPARED is under way. */
        FINISHING,
        /** ROLLBACK of what was never prepared is under way. */
        UNDOING,
        ENDED,
        /** It may be prepared, now or later: somebody else has to look. */
        IN_DOUBT
    }

    /** What a participant is asked to do. */
    public enum Command {
        PREPARE,
        /** To write the decision and COMMIT. */
        DECIDE,
        COMMIT_PREPARED,
        ROLLBACK_PREPARED,
        ROLLBACK
    }

    /** How it went. */
    public enum Answer {
        DONE,
        /** It was not done, and won't be. */
        REFUSED,
        /** Nobody knows whether it was, or will be, done. */
        LOST
    }

    /** What the client may be told. */
    public enum Outcome {
        COMMITTED,
        ROLLED_BACK,
        UNKNOWN
    }

    /** One command for one participant. */
    public record Order(int participant, Command command) {}

    /** What follows from an event. */
    public record Step(TwoPhaseCommit state, List<Order> orders) {
        public Step {
            orders = List.copyOf(orders);
        }
    }

    /** @param participants at least 2 */
    public static Step begin(int participants) {
        if (participants < 2) {
            throw new IllegalArgumentException("participants: " + participants + " (expected: >= 2)");
        }
        List<Standing> standings = new ArrayList<>(Collections.nCopies(participants, Standing.OPEN));
        List<Order> orders = new ArrayList<>();
        for (int i = 0; i < participants - 1; i++) {
            standings.set(i, Standing.PREPARING);
            orders.add(new Order(i, Command.PREPARE));
        }
        return new Step(new TwoPhaseCommit(Phase.PREPARING, standings, null), orders);
    }

    public Phase phase() {
        return phase;
    }

    /** Null until it is over. */
    public @Nullable Outcome outcome() {
        return outcome;
    }

    /** Whether a participant's answer is outstanding. */
    public boolean awaits(int participant) {
        return switch (standings.get(participant)) {
            case PREPARING, DECIDING, FINISHING, UNDOING -> true;
            case OPEN, PREPARED, REFUSED, ENDED, IN_DOUBT -> false;
        };
    }

    /** Whether some database may be left with a prepared transaction, once it is over. */
    public boolean leavesDoubt() {
        return standings.contains(Standing.IN_DOUBT) || standings.contains(Standing.PREPARED);
    }

    /** A participant has answered what it was asked last. */
    public Step answered(int participant, Answer answer) {
        List<Standing> now = new ArrayList<>(standings);
        now.set(participant, after(standings.get(participant), answer));
        return switch (phase) {
            case PREPARING -> prepared(now);
            case DECIDING -> decided(now, answer);
            case COMMITTING -> finishing(now, Outcome.COMMITTED);
            case ROLLING_BACK -> finishing(now, Outcome.ROLLED_BACK);
            case OVER -> throw new IllegalStateException("an answer after the end");
        };
    }

    private static Standing after(Standing before, Answer answer) {
        return switch (before) {
            case PREPARING ->
                switch (answer) {
                    case DONE -> Standing.PREPARED;
                    case REFUSED -> Standing.REFUSED;
                    case LOST -> Standing.IN_DOUBT;
                };
            case DECIDING ->
                switch (answer) {
                    case DONE -> Standing.ENDED;
                    case REFUSED -> Standing.REFUSED;
                    case LOST -> Standing.IN_DOUBT;
                };
            case FINISHING -> answer == Answer.DONE ? Standing.ENDED : Standing.IN_DOUBT;
            // an open transaction ends with its connection
            case UNDOING -> Standing.ENDED;
            case OPEN, PREPARED, REFUSED, ENDED, IN_DOUBT ->
                throw new IllegalStateException("an answer of a participant that is " + before);
        };
    }

    private static Step prepared(List<Standing> now) {
        if (now.contains(Standing.PREPARING)) {
            return new Step(new TwoPhaseCommit(Phase.PREPARING, now, null), List.of());
        }
        int last = now.size() - 1;
        if (now.subList(0, last).stream().allMatch(one -> one == Standing.PREPARED)) {
            now.set(last, Standing.DECIDING);
            return new Step(new TwoPhaseCommit(Phase.DECIDING, now, null), List.of(new Order(last, Command.DECIDE)));
        }
        return rollBack(now);
    }

    private static Step decided(List<Standing> now, Answer answer) {
        return switch (answer) {
            case DONE -> {
                List<Order> orders = new ArrayList<>();
                for (int i = 0; i < now.size() - 1; i++) {
                    now.set(i, Standing.FINISHING);
                    orders.add(new Order(i, Command.COMMIT_PREPARED));
                }
                yield new Step(new TwoPhaseCommit(Phase.COMMITTING, now, null), orders);
            }
            case REFUSED -> rollBack(now);
            case LOST -> new Step(new TwoPhaseCommit(Phase.OVER, now, Outcome.UNKNOWN), List.of());
        };
    }

    /** No decision was made, and none can be made any more once the last one's own transaction is rolled back: it never asks for one. */
    private static Step rollBack(List<Standing> now) {
        List<Order> orders = new ArrayList<>();
        for (int i = 0; i < now.size(); i++) {
            switch (now.get(i)) {
                case PREPARED -> {
                    now.set(i, Standing.FINISHING);
                    orders.add(new Order(i, Command.ROLLBACK_PREPARED));
                }
                case OPEN, REFUSED -> {
                    now.set(i, Standing.UNDOING);
                    orders.add(new Order(i, Command.ROLLBACK));
                }
                case IN_DOUBT, ENDED -> {
                    // nothing to be said to it here
                }
                case PREPARING, DECIDING, FINISHING, UNDOING ->
                    throw new IllegalStateException("rolling back a participant that is " + now.get(i));
            }
        }
        return new Step(new TwoPhaseCommit(Phase.ROLLING_BACK, now, null), orders);
    }

    private static Step finishing(List<Standing> now, Outcome outcome) {
        boolean over = !now.contains(Standing.FINISHING) && !now.contains(Standing.UNDOING);
        Phase phase = over ? Phase.OVER : outcome == Outcome.COMMITTED ? Phase.COMMITTING : Phase.ROLLING_BACK;
        return new Step(new TwoPhaseCommit(phase, now, over ? outcome : null), List.of());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TwoPhaseCommit that
                && phase == that.phase
                && outcome == that.outcome
                && standings.equals(that.standings);
    }

    @Override
    public int hashCode() {
        return 31 * phase.hashCode() + standings.hashCode();
    }

    @Override
    public String toString() {
        return phase + " " + standings + (outcome == null ? "" : " " + outcome);
    }
}
