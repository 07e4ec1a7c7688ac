package dev.colonnade.it.sqltest;

import java.util.List;

/**
 * All findings of a test.
 *
 * @param oracleAnswers whether PostgreSQL itself answers the statement (and not with an error)
 */
public record TestResult(SqlTest test, List<ModeFinding> findings, boolean oracleAnswers) {
    /** A finding, the mode it was made in, and whether that was inside an explicit transaction. */
    public record ModeFinding(String mode, boolean inTransaction, Finding finding) {}

    /**
     * The worst verdict, with the test's expectation taken into account. A refusal that is met inside a transaction alone doesn't count:
     * by itself the statement works.
     */
    public Verdict verdict() {
        Verdict worst = Verdict.SAME;
        for (ModeFinding one : findings) {
            boolean passedOver = one.inTransaction() && one.finding().verdict() == Verdict.REFUSED;
            worst = passedOver ? worst : worst.worse(one.finding().verdict());
        }
        boolean unexpected = switch (test.expectation()) {
            case SAME_OR_REFUSED -> false;
            case SAME -> worst == Verdict.REFUSED;
            case REFUSED -> worst == Verdict.SAME;
        };
        return unexpected ? Verdict.WRONG : worst;
    }

    /** Whether it works by itself, but is refused inside a transaction. */
    boolean refusedInTransactionOnly() {
        return verdict() == Verdict.SAME
                && findings.stream().anyMatch(one -> one.finding().verdict() == Verdict.REFUSED);
    }

    /** What to print about it, one line per mode that isn't the same. */
    public String explanation() {
        StringBuilder out = new StringBuilder(test.id());
        test.steps().forEach(step -> out.append("\n    ").append(step.sql().replace("\n", "\n    ")));
        for (ModeFinding one : findings) {
            out.append("\n  ")
                    .append(one.mode())
                    .append(": ")
                    .append(one.finding().verdict());
            if (!one.finding().reason().isEmpty()) {
                out.append(": ").append(one.finding().reason());
            }
        }
        if (test.expectation() != SqlTest.Expectation.SAME_OR_REFUSED) {
            out.append("\n  expected: ").append(test.expectation());
        }
        return out.toString();
    }
}
