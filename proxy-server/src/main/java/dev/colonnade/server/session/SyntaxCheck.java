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
    private @Nullable String checked;
    private @Nullable ErrorFields error;

    SyntaxCheck(ClientSession session) {
        this.session = session;
    }

    /** Whether {@link #error} is about the statement that was refused; false where that is being asked, and the message has to wait. */
    boolean settled(PlanningException refused) {
        if (refused.refusal().code() != RefusalCode.UNPARSED) {
            error = null;
            return true;
        }
        return settled(session.planning.text());
    }

    /** The same for a text. */
    boolean settled(String text) {
        if (text.equals(checked)) {
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
        checked = text;
        error = verdict;
        session.resumeLater();
    }

    /** PostgreSQL's verdict on the text that was checked last; null where it takes it. */
    @Nullable
    ErrorFields error() {
        return error;
    }
}
