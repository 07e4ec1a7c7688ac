package dev.colonnade.it.sqltest;

import dev.colonnade.it.ProxyUnderTest;
import dev.colonnade.it.fleet.HostileFleet;
import dev.colonnade.it.fleet.ShardedTable;
import dev.colonnade.it.wire.Reply;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs a test on both sides, in every mode, alone and (every second test) inside a transaction, and compares. After anything that may have
 * written, the databases' contents are compared directly and brought back. Not thread-safe.
 */
public final class OracleRunner implements AutoCloseable {
    private final HostileFleet fleet;
    private final Session oracle;
    private final Session proxy;
    private final Session siblings;
    private final Comparer comparer;
    private final ContentCheck contents;
    private final boolean standIn;
    private boolean oracleAnswered;

    public OracleRunner(HostileFleet fleet, ProxyUnderTest target) {
        this.fleet = fleet;
        this.oracle = new Session(fleet.oracle().endpoint());
        this.proxy = new Session(target.endpoint());
        this.siblings = new Session(target.endpoint());
        this.comparer = new Comparer(fleet.oracle()::type, target.catalogue()::type);
        this.standIn = target.standIn();
        this.contents = new ContentCheck(fleet, standIn);
    }

    /** The worst finding over all modes. */
    public TestResult run(SqlTest test) {
        boolean inTransaction = !test.script() && test.ordinal() % 2 == 0;
        List<TestResult.ModeFinding> findings = new ArrayList<>();
        for (SqlTest.Mode mode : test.modes()) {
            findings.add(new TestResult.ModeFinding(mode.name(), false, runAlone(test, mode)));
        }
        if (inTransaction) {
            SqlTest.Mode mode =
                    test.modes().get(test.ordinal() / 2 % test.modes().size());
            findings.add(new TestResult.ModeFinding(mode + " in a transaction", true, runInTransaction(test, mode)));
        }
        return new TestResult(test, findings, oracleAnswered);
    }

    private Finding runAlone(SqlTest test, SqlTest.Mode mode) {
        Finding finding = runSteps(test, mode);
        return settle(test, finding);
    }

    private Finding runInTransaction(SqlTest test, SqlTest.Mode mode) {
        oracle.plain("BEGIN");
        List<Reply> begun = proxy.plain("BEGIN");
        if (proxy.status() != 'T') {
            return settle(test, Finding.wrong("BEGIN: " + begun));
        }
        Finding finding = runSteps(test, mode);
        if (finding.verdict() == Verdict.SAME && oracle.status() != 'I') {
            String end = test.ordinal() % 4 == 0 ? "COMMIT" : "ROLLBACK";
            Finding ended = comparer.compare(Step.Looseness.NONE, oracle.plain(end), proxy.plain(end), null);
            finding = ended.verdict() == Verdict.SAME ? finding : Finding.wrong(end + ": " + ended.reason());
        }
        return settle(test, finding);
    }

    private Finding runSteps(SqlTest test, SqlTest.Mode mode) {
        List<String> notes = new ArrayList<>();
        for (Step step : test.steps()) {
            planSiblings(step);
            List<List<Reply>> expected = oracle.run(step, mode, test.fetch());
            List<List<Reply>> actual = proxy.run(step, mode, test.fetch());
            oracleAnswered = expected.stream().flatMap(List::stream).noneMatch(Reply.ErrorResponse.class::isInstance);
            for (int i = 0; i < Math.min(expected.size(), actual.size()); i++) {
                Finding finding = comparer.compare(step.looseness(), expected.get(i), actual.get(i), pool(step, mode));
                notes.addAll(finding.notes());
                if (finding.verdict() != Verdict.SAME) {
                    return finding;
                }
            }
            // An error that comes at Parse on one side and at Execute on the other ends the executions earlier there.
            boolean ended = Answer.of(actual.getLast()).error().isPresent();
            if (expected.size() != actual.size() && !ended) {
                return Finding.wrong("executions answered: " + actual.size() + " (expected: " + expected.size() + ")");
            }
        }
        return Finding.same(notes);
    }

    /** So that the proxy finds the statement's plan by that of a text with other literals. */
    private void planSiblings(Step step) {
        if (!standIn) {
            for (String sibling : Siblings.of(step.sql())) {
                siblings.plain("EXPLAIN (SHARDS) " + sibling);
            }
        }
    }

    private @Nullable List<Reply> pool(Step step, SqlTest.Mode mode) {
        String sql = step.looseness().rowsOf();
        return sql == null
                ? null
                : oracle.run(new Step(sql, step.params(), "", Step.Looseness.NONE), mode, 0)
                        .getFirst();
    }

    /** Leaves both sides as they were; compares contents first where both had the chance to write. */
    private Finding settle(SqlTest test, Finding finding) {
        boolean clean = test.readsOnly() && !test.script() && finding.verdict() == Verdict.SAME;
        if (!clean || oracle.status() != 'I' || proxy.status() != 'I') {
            // A fresh session: scripts leave settings behind, and whatever went wrong is not to spread to the next
            // test.
            oracle.reset();
            proxy.reset();
        }
        if (test.readsOnly()) {
            return finding;
        }
        String differences = finding.verdict() == Verdict.WRONG ? "" : differences(test, finding);
        List<ShardedTable> named = namedTables(test);
        fleet.oracle().restore(named);
        if (standIn) {
            fleet.standIn().restore(named);
        } else {
            fleet.shards().forEach(shard -> shard.restore(named));
        }
        return differences.isEmpty() ? finding : Finding.wrong(differences);
    }

    /** A refused statement must have left the fleet as it was: then the oracle is brought back before the comparison. */
    private String differences(SqlTest test, Finding finding) {
        if (finding.verdict() == Verdict.REFUSED) {
            if (test.script()) {
                return "";
            }
            fleet.oracle().restore(namedTables(test));
        }
        return contents.differences(namedTables(test));
    }

    /** Tables that the test's text names: the only ones that it can have changed. */
    private static List<ShardedTable> namedTables(SqlTest test) {
        return ShardedTable.ALL.stream()
                .filter(table ->
                        test.steps().stream().anyMatch(step -> step.sql().contains(table.name())))
                .toList();
    }

    @Override
    public void close() {
        oracle.close();
        proxy.close();
        siblings.close();
    }
}
