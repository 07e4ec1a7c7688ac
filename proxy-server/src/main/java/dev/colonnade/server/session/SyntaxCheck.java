package dev.colonnade.server.session;

import dev.colonnade.execution.pool.ServerConnection;
import dev.colonnade.execution.pool.SessionSettings;
import dev.colonnade.planner.plan.PlanningException;
import dev.colonnade.planner.plan.RefusalCode;
import dev.colonnade.wire.SqlState;
import dev.colonnade.wire.backend.ErrorFields;
import org.jspecify.annotations.Nullable;

/**
 * What isn't understood here may be wrong for PostgreSQL too: then the error should be its own. It is asked at the catalogue home, once per
 * text, while the message at hand is put back. Belongs to the session's event loop.
 */
final class SyntaxCheck {
    private final ClientSession session;
    private @Nullable Verdict last;

    /** What PostgreSQL says of a text: null where it takes it, or can't be asked. */
    private record Verdict(String text, @Nullable ErrorFields error) {}

    SyntaxCheck(ClientSession session) {
        this.session = session;
    }

    /** Whether {@link #error} knows about the statement that was refused; false where that is being asked, and the message has to wait. */
    boolean settled(PlanningException refused) {
        return refused.refusal().code() != RefusalCode.UNPARSED || settled(session.planning.text());
    }

    /** The same for a text. */
    boolean settled(String text) {
        Verdict known = last;
        if (known != null && known.text().equals(text)) {
            return true;
        }
        session.await();
        SessionStart.lease(
                session.topology(), session.connections.pool(), SessionSettings.NONE, new SessionStart.Leased() {
                    @Override
                    public void ready(ServerConnection connection) {
                        connection.check(text, outcome -> {
                            ErrorFields verdict = outcome.error();
                            connection.release();
                            over(
                                    text,
                                    verdict != null && verdict.sqlState().equals(SqlState.SYNTAX_ERROR)
                                            ? verdict
                                            : null);
                        });
                    }

                    @Override
                    public void failed(ErrorFields unreachable) {
                        over(text, null);
                    }
                });
        return false;
    }

    private void over(String text, @Nullable ErrorFields verdict) {
        last = new Verdict(text, verdict);
        session.resumeLater();
    }

    /** PostgreSQL's own error about a statement that was refused; null where the refusal isn't about its syntax, or PostgreSQL takes it. */
    @Nullable
    ErrorFields error(PlanningException refused) {
        return refused.refusal().code() == RefusalCode.UNPARSED ? error(session.planning.text()) : null;
    }

    /** The same for a text that was settled. */
    @Nullable
    ErrorFields error(String text) {
        Verdict known = last;
        return known != null && known.text().equals(text) ? known.error() : null;
    }
}
