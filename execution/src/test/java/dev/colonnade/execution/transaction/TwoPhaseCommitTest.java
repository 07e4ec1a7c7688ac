package dev.colonnade.execution.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every order of messages, every place to crash, every speed of recoverers. */
class TwoPhaseCommitTest {
    @Test
    void withoutFailuresItCommitsInThreeRounds() {
        TwoPhaseCommit.Step step = TwoPhaseCommit.begin(3);
        assertEquals("[PREPARE, PREPARE]", commands(step));
        step = step.state().answered(1, TwoPhaseCommit.Answer.DONE);
        assertEquals("[]", commands(step));
        step = step.state().answered(0, TwoPhaseCommit.Answer.DONE);
        assertEquals("[DECIDE]", commands(step));
        step = step.state().answered(2, TwoPhaseCommit.Answer.DONE);
        assertEquals("[COMMIT_PREPARED, COMMIT_PREPARED]", commands(step));
        step = step.state().answered(0, TwoPhaseCommit.Answer.DONE);
        step = step.state().answered(1, TwoPhaseCommit.Answer.DONE);
        assertEquals(TwoPhaseCommit.Outcome.COMMITTED, step.state().outcome());
    }

    @Test
    void twoParticipantsTwoRecoverersThreeFailures() {
        explore(2, 2, 3);
    }

    @Test
    void threeParticipantsTwoRecoverersOneFailure() {
        explore(3, 2, 1);
    }

    @Test
    void threeParticipantsOneRecovererTwoFailures() {
        explore(3, 1, 2);
    }

    /** Recoverers may be at work, or frozen, while nothing is wrong at all. */
    @Test
    void fourParticipantsOneRecovererNoFailure() {
        explore(4, 1, 0);
    }

    private static void explore(int participants, int recoverers, int failures) {
        CommitWorld start = CommitWorld.start(participants, recoverers, failures);
        Map<CommitWorld, @Nullable CommitWorld> from = new HashMap<>();
        Map<CommitWorld, List<CommitWorld>> before = new HashMap<>();
        Deque<CommitWorld> open = new ArrayDeque<>();
        Set<CommitWorld> ends = new HashSet<>();
        from.put(start, null);
        open.add(start);
        boolean committed = false;
        boolean aborted = false;
        while (!open.isEmpty()) {
            CommitWorld world = open.poll();
            Optional<String> wrong = world.wrong();
            if (wrong.isPresent()) {
                fail(wrong.get() + "\n" + path(world, from));
            }
            List<CommitWorld> next = world.next();
            boolean settled = world.unsettled().isEmpty();
            if (next.isEmpty() && !settled) {
                fail("stuck: " + world.unsettled().orElseThrow() + "\n" + path(world, from));
            }
            if (settled) {
                ends.add(world);
                committed |= world.isCommitted();
                aborted |= !world.isCommitted();
            }
            for (CommitWorld one : next) {
                before.computeIfAbsent(one, key -> new ArrayList<>(2)).add(world);
                if (!from.containsKey(one)) {
                    from.put(one, world);
                    open.add(one);
                }
            }
        }
        assertTrue(committed, "it was never committed");
        assertTrue(aborted || (failures == 0 && recoverers == 0), "it was never rolled back");
        everythingCanEnd(from, before, ends);
    }

    /** From every moment there is a way to one at which nothing is in doubt. */
    private static void everythingCanEnd(
            Map<CommitWorld, @Nullable CommitWorld> from,
            Map<CommitWorld, List<CommitWorld>> before,
            Set<CommitWorld> ends) {
        Set<CommitWorld> good = new HashSet<>(ends);
        Deque<CommitWorld> open = new ArrayDeque<>(ends);
        while (!open.isEmpty()) {
            for (CommitWorld earlier : before.getOrDefault(open.poll(), List.of())) {
                if (good.add(earlier)) {
                    open.add(earlier);
                }
            }
        }
        for (CommitWorld world : from.keySet()) {
            if (!good.contains(world)) {
                fail("in doubt for ever\n" + path(world, from));
            }
        }
    }

    private static String path(CommitWorld end, Map<CommitWorld, @Nullable CommitWorld> from) {
        List<String> moments = new ArrayList<>();
        for (CommitWorld world = end; world != null; world = from.get(world)) {
            moments.add(world.toString());
        }
        Collections.reverse(moments);
        return String.join("\n", moments);
    }

    private static String commands(TwoPhaseCommit.Step step) {
        return step.orders().stream()
                .map(TwoPhaseCommit.Order::command)
                .toList()
                .toString();
    }
}
