package dev.colonnade.execution.transaction;

import dev.colonnade.execution.transaction.Resolution.Decision;
import dev.colonnade.execution.transaction.TwoPhaseCommit.Answer;
import dev.colonnade.execution.transaction.TwoPhaseCommit.Command;
import dev.colonnade.execution.transaction.TwoPhaseCommit.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One moment of a small world: a coordinator, the databases that take part in its transaction, what is on the way between them, and
 * recoverers, each at its own speed. {@link #next} gives all moments that may follow, so that a search sees every order of events.
 *
 * <p>The last participant holds the decision table. A database's server process goes on when the coordinator is gone or its connection is
 * broken: what was sent may still be executed, any time later, or never. An open transaction ends when its server process notices.
 */
final class CommitWorld {
    /** What the databases have of the transaction. */
    enum Branch {
        OPEN,
        PREPARED,
        /** The last one only: the commit row is inserted, its transaction is not over yet. */
        DECIDING,
        COMMITTED,
        ABORTED
    }

    private final @Nullable TwoPhaseCommit coordinator;
    private final @Nullable Outcome told;
    private final Branch[] branches;
    private final boolean[] attended;
    private final @Nullable Command[] sent;
    private final @Nullable Answer[] replies;
    private final @Nullable Decision row;
    private final Recoverer[] recoverers;
    private final int failuresLeft;

    private CommitWorld(
            @Nullable TwoPhaseCommit coordinator,
            @Nullable Outcome told,
            Branch[] branches,
            boolean[] attended,
            @Nullable Command[] sent,
            @Nullable Answer[] replies,
            @Nullable Decision row,
            Recoverer[] recoverers,
            int failuresLeft) {
        this.coordinator = coordinator;
        this.told = told;
        this.branches = branches;
        this.attended = attended;
        this.sent = sent;
        this.replies = replies;
        this.row = row;
        this.recoverers = recoverers;
        this.failuresLeft = failuresLeft;
    }

    /** Somebody who ends what it finds prepared: looks at one participant after the other, then takes the steps of a {@link Resolution}. */
    record Recoverer(
            @Nullable Resolution resolution, @Nullable Decision forgetting, Set<Integer> looked) {
        static final Recoverer IDLE = new Recoverer(null, null, Set.of());
    }

    /** The moment at which COMMIT is called. */
    static CommitWorld start(int participants, int recoverers, int failures) {
        Branch[] branches = new Branch[participants];
        Arrays.fill(branches, Branch.OPEN);
        boolean[] attended = new boolean[participants];
        Arrays.fill(attended, true);
        Recoverer[] all = new Recoverer[recoverers];
        Arrays.fill(all, Recoverer.IDLE);
        TwoPhaseCommit.Step first = TwoPhaseCommit.begin(participants);
        Moment moment = new Moment(new CommitWorld(
                null,
                null,
                branches,
                attended,
                new Command[participants],
                new Answer[participants],
                null,
                all,
                failures));
        moment.follow(first);
        return moment.world();
    }

    // ---- what must always be true

    /** What is wrong with this moment; empty where nothing is. */
    Optional<String> wrong() {
        boolean committed = Arrays.asList(branches).contains(Branch.COMMITTED);
        boolean aborted = Arrays.asList(branches).contains(Branch.ABORTED);
        if (committed && aborted) {
            return Optional.of("half of it is committed");
        }
        if (committed && branches[last()] != Branch.COMMITTED) {
            return Optional.of("committed before it was decided");
        }
        if (told == Outcome.COMMITTED && branches[last()] != Branch.COMMITTED) {
            return Optional.of("the client was told COMMIT");
        }
        if (told == Outcome.ROLLED_BACK && branches[last()] == Branch.COMMITTED) {
            return Optional.of("the client was told ROLLBACK");
        }
        return Optional.empty();
    }

    /** What is wrong with a moment that nothing follows. */
    Optional<String> unsettled() {
        for (Branch branch : branches) {
            if (branch != Branch.COMMITTED && branch != Branch.ABORTED) {
                return Optional.of("a participant is left " + branch);
            }
        }
        if (row != null) {
            return Optional.of("the decision was never forgotten");
        }
        if (told == Outcome.ROLLED_BACK && branches[last()] != Branch.ABORTED) {
            return Optional.of("the client was told ROLLBACK, and it is committed");
        }
        return Optional.empty();
    }

    boolean isCommitted() {
        return branches[last()] == Branch.COMMITTED;
    }

    private int last() {
        return branches.length - 1;
    }

    // ---- what may happen next

    List<CommitWorld> next() {
        List<CommitWorld> next = new ArrayList<>();
        for (int i = 0; i < branches.length; i++) {
            servers(i, next);
            replies(i, next);
            failures(i, next);
        }
        if (coordinator != null && failuresLeft > 0) {
            next.add(coordinatorCrash());
        }
        for (int r = 0; r < recoverers.length; r++) {
            recoverer(r, next);
        }
        return next;
    }

    private void servers(int i, List<CommitWorld> next) {
        Command command = sent[i];
        if (branches[i] == Branch.DECIDING) {
            // the COMMIT behind the INSERT, in the same message
            Moment moment = new Moment(this);
            moment.branches[i] = Branch.COMMITTED;
            moment.row = Decision.COMMIT;
            moment.reply(i, Answer.DONE);
            next.add(moment.world());
        } else if (command != null) {
            next.add(executed(i, command));
        }
        if (!attended[i]) {
            if (command != null && branches[i] != Branch.DECIDING) {
                Moment never = new Moment(this);
                never.sent[i] = null;
                next.add(never.world());
            }
            if (branches[i] == Branch.OPEN && command == null) {
                Moment noticed = new Moment(this);
                noticed.branches[i] = Branch.ABORTED;
                next.add(noticed.world());
            }
        }
    }

    private CommitWorld executed(int i, Command command) {
        Moment moment = new Moment(this);
        Branch before = branches[i];
        switch (command) {
            case PREPARE -> {
                boolean open = before == Branch.OPEN;
                moment.branches[i] = open ? Branch.PREPARED : before;
                moment.reply(i, open ? Answer.DONE : Answer.REFUSED);
            }
            case DECIDE -> {
                if (before == Branch.OPEN && row == null) {
                    moment.branches[i] = Branch.DECIDING;
                } else {
                    moment.branches[i] = before == Branch.OPEN ? Branch.ABORTED : before;
                    moment.reply(i, Answer.REFUSED);
                }
            }
            case COMMIT_PREPARED -> {
                moment.branches[i] = before == Branch.PREPARED ? Branch.COMMITTED : before;
                moment.reply(i, Answer.DONE);
            }
            case ROLLBACK_PREPARED -> {
                moment.branches[i] = before == Branch.PREPARED ? Branch.ABORTED : before;
                moment.reply(i, Answer.DONE);
            }
            case ROLLBACK -> {
                moment.branches[i] = before == Branch.OPEN ? Branch.ABORTED : before;
                moment.reply(i, Answer.DONE);
            }
        }
        return moment.world();
    }

    private void replies(int i, List<CommitWorld> next) {
        Answer reply = replies[i];
        if (reply != null && coordinator != null) {
            Moment moment = new Moment(this);
            moment.replies[i] = null;
            moment.follow(coordinator.answered(i, reply));
            next.add(moment.world());
        }
    }

    /** The connection breaks; the database starts anew; PREPARE fails for a cause of its own. */
    private void failures(int i, List<CommitWorld> next) {
        if (failuresLeft == 0) {
            return;
        }
        if (attended[i]) {
            Moment broken = new Moment(this);
            broken.failuresLeft--;
            broken.breakConnection(i);
            next.add(broken.world());
        }
        Moment restarted = new Moment(this);
        restarted.failuresLeft--;
        restarted.sent[i] = null;
        if (branches[i] == Branch.OPEN || branches[i] == Branch.DECIDING) {
            restarted.branches[i] = Branch.ABORTED;
        }
        restarted.breakConnection(i);
        next.add(restarted.world());
        if (sent[i] == Command.PREPARE && branches[i] == Branch.OPEN) {
            Moment refused = new Moment(this);
            refused.failuresLeft--;
            refused.branches[i] = Branch.ABORTED;
            refused.reply(i, Answer.REFUSED);
            next.add(refused.world());
        }
    }

    private CommitWorld coordinatorCrash() {
        Moment crash = new Moment(this);
        crash.failuresLeft--;
        crash.coordinator = null;
        Arrays.fill(crash.attended, false);
        Arrays.fill(crash.replies, null);
        return crash.world();
    }

    // ---- recoverers

    private void recoverer(int r, List<CommitWorld> next) {
        Recoverer now = recoverers[r];
        Resolution resolution = now.resolution();
        if (resolution != null) {
            resolve(r, resolution, next);
        } else if (now.forgetting() != null) {
            forget(r, now, next);
        } else {
            for (int i = 0; i < last(); i++) {
                if (branches[i] == Branch.PREPARED) {
                    Moment seen = new Moment(this);
                    seen.recoverers[r] = new Recoverer(Resolution.of(Set.of(i)), null, Set.of());
                    next.add(seen.world());
                }
            }
            if (row != null) {
                Moment read = new Moment(this);
                read.recoverers[r] = new Recoverer(null, row, Set.of());
                next.add(read.world());
            }
        }
    }

    private void resolve(int r, Resolution resolution, List<CommitWorld> next) {
        Optional<Resolution.Order> order = resolution.next();
        if (order.isEmpty()) {
            next.add(with(r, Recoverer.IDLE));
            return;
        }
        switch (order.get()) {
            case Resolution.Order.Settle settle -> {
                if (branches[last()] == Branch.OPEN || branches[last()] == Branch.DECIDING) {
                    Moment terminated = new Moment(this);
                    terminated.branches[last()] = Branch.ABORTED;
                    terminated.sent[last()] = null;
                    terminated.breakConnection(last());
                    next.add(terminated.world());
                }
                if (branches[last()] != Branch.DECIDING) {
                    // an open commit row would be waited for
                    Moment settled = new Moment(this);
                    settled.row = row == null ? Decision.ABORT : row;
                    settled.recoverers[r] = new Recoverer(resolution.settled(settled.row), null, Set.of());
                    next.add(settled.world());
                }
                next.add(with(r, new Recoverer(resolution.settled(null), null, Set.of())));
            }
            case Resolution.Order.Finish(int i, Decision decision) -> {
                Moment finished = new Moment(this);
                if (branches[i] == Branch.PREPARED) {
                    finished.branches[i] = decision == Decision.COMMIT ? Branch.COMMITTED : Branch.ABORTED;
                }
                finished.recoverers[r] = new Recoverer(resolution.finished(i), null, Set.of());
                next.add(finished.world());
            }
        }
    }

    /** A row was read; now the participants are asked, one after the other, and then it goes if nobody needs it. */
    private void forget(int r, Recoverer now, List<CommitWorld> next) {
        Decision read = Objects.requireNonNull(now.forgetting());
        for (int i = 0; i < last(); i++) {
            if (!now.looked().contains(i) && read == Decision.COMMIT) {
                if (branches[i] == Branch.PREPARED) {
                    next.add(with(r, Recoverer.IDLE));
                } else {
                    Set<Integer> looked = new TreeSet<>(now.looked());
                    looked.add(i);
                    next.add(with(r, new Recoverer(null, read, looked)));
                }
                return;
            }
        }
        boolean gone = branches[last()] == Branch.COMMITTED || branches[last()] == Branch.ABORTED;
        if (Resolution.forgettable(read, Set.of(), gone)) {
            Moment forgotten = new Moment(this);
            forgotten.row = null;
            forgotten.recoverers[r] = Recoverer.IDLE;
            next.add(forgotten.world());
        } else {
            next.add(with(r, Recoverer.IDLE));
        }
    }

    private CommitWorld with(int r, Recoverer recoverer) {
        Moment moment = new Moment(this);
        moment.recoverers[r] = recoverer;
        return moment.world();
    }

    /** A world that is being made from another. */
    private static final class Moment {
        private @Nullable TwoPhaseCommit coordinator;
        private @Nullable Outcome told;
        private final Branch[] branches;
        private final boolean[] attended;
        private final @Nullable Command[] sent;
        private final @Nullable Answer[] replies;
        private @Nullable Decision row;
        private final Recoverer[] recoverers;
        private int failuresLeft;

        Moment(CommitWorld before) {
            coordinator = before.coordinator;
            told = before.told;
            branches = before.branches.clone();
            attended = before.attended.clone();
            sent = before.sent.clone();
            replies = before.replies.clone();
            row = before.row;
            recoverers = before.recoverers.clone();
            failuresLeft = before.failuresLeft;
        }

        void follow(TwoPhaseCommit.Step step) {
            coordinator = step.state();
            for (TwoPhaseCommit.Order order : step.orders()) {
                if (attended[order.participant()]) {
                    sent[order.participant()] = order.command();
                } else {
                    // nothing is sent: the connection is known to be gone, and an open transaction with it
                    boolean undone = order.command() == Command.PREPARE || order.command() == Command.DECIDE;
                    replies[order.participant()] = undone ? Answer.REFUSED : Answer.LOST;
                }
            }
            Outcome outcome = step.state().outcome();
            if (outcome != null) {
                told = outcome;
                coordinator = null;
                Arrays.fill(replies, null);
            }
        }

        void reply(int i, Answer answer) {
            sent[i] = null;
            if (attended[i] && coordinator != null) {
                replies[i] = answer;
            }
        }

        /** The coordinator learns it only where it waits for an answer, or when it sends the next command. */
        void breakConnection(int i) {
            boolean waiting = attended[i]
                    && coordinator != null
                    && (sent[i] != null || replies[i] != null || branches[i] == Branch.DECIDING || awaited(i));
            attended[i] = false;
            if (waiting) {
                replies[i] = Answer.LOST;
            }
        }

        private boolean awaited(int i) {
            return coordinator != null && coordinator.awaits(i);
        }

        CommitWorld world() {
            return new CommitWorld(coordinator, told, branches, attended, sent, replies, row, recoverers, failuresLeft);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CommitWorld that
                && Objects.equals(coordinator, that.coordinator)
                && told == that.told
                && Arrays.equals(branches, that.branches)
                && Arrays.equals(attended, that.attended)
                && Arrays.equals(sent, that.sent)
                && Arrays.equals(replies, that.replies)
                && row == that.row
                && Arrays.equals(recoverers, that.recoverers)
                && failuresLeft == that.failuresLeft;
    }

    @Override
    public int hashCode() {
        int hash = Objects.hash(coordinator, told, row, failuresLeft);
        hash = 31 * hash + Arrays.hashCode(branches);
        hash = 31 * hash + Arrays.hashCode(attended);
        hash = 31 * hash + Arrays.hashCode(sent);
        hash = 31 * hash + Arrays.hashCode(replies);
        return 31 * hash + Arrays.hashCode(recoverers);
    }

    @Override
    public String toString() {
        return "coordinator " + coordinator + ", told " + told + ", branches " + Arrays.toString(branches)
                + ", attended "
                + Arrays.toString(attended) + ", sent " + Arrays.toString(sent) + ", replies "
                + Arrays.toString(replies) + ", row " + row + ", recoverers " + Arrays.toString(recoverers);
    }
}
