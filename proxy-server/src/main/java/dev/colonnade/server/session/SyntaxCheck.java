package dev.colonnade.server.session;

import dev.colonnade.execution.pool.ServerConnection;
import dev.colonnade.execution.pool.SessionSettings;
import dev.colonnade.planner.plan.PlanningException;
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

    /**
     * What PostgreSQL says of a text.
     *
     * @param whole whether all of its errors count, or only those of syntax
     * @param error null where it takes it, or can't be asked
     */
    private record Verdict(
            String text, boolean whole, @Nullable ErrorFields error) {
        boolean isOf(String other, boolean wholly) {
            return text.equals(other) && whole == wholly;
        }
    }

    SyntaxCheck(ClientSession session) {
        this.session = session;
    }

    /** Whether {@link #error} knows about the statement that was refused; false where that is being asked, and the message has to wait. */
    boolean settled(PlanningException refused) {
        return switch (refused.refusal().code()) {
            case UNPARSED -> settled(session.planning.text());
            case UNKNOWN_FUNCTION, INSERT_KEY_VALUE -> settled(session.planning.text(), true);
            default -> true;
        };
    }

    /** The same for a text. */
    boolean settled(String text) {
        return settled(text, false);
    }

    private boolean settled(String text, boolean whole) {
        Verdict known = last;
        if (known != null && known.isOf(text, whole)) {
            return true;
        }
        session.await();
        SessionSettings settings = whole ? session.settings : SessionSettings.NONE;
        SessionStart.lease(session.topology(), session.connections.pool(), settings, new SessionStart.Leased() {
            @Override
            public void ready(ServerConnection connection) {
                connection.check(text, outcome -> {
                    ErrorFields error = outcome.error();
                    connection.release();
                    boolean counts = error != null && (whole || error.sqlState().equals(SqlState.SYNTAX_ERROR));
                    if (whole && error == null) {
                        session.context.catalogDoubted().run();
                    }
                    over(new Verdict(text, whole, counts ? error : null));
                });
            }

            @Override
            public void failed(ErrorFields unreachable) {
                over(new Verdict(text, whole, null));
            }
        });
        return false;
    }

    private void over(Verdict verdict) {
        last = verdict;
        session.resumeLater();
    }

    /** PostgreSQL's own error about a statement that was refused; null where it isn't asked, or takes it. */
    @Nullable
    ErrorFields error(PlanningException refused) {
        return switch (refused.refusal().code()) {
            case UNPARSED -> error(session.planning.text());
            case UNKNOWN_FUNCTION, INSERT_KEY_VALUE -> {
                // not to be remembered: a function may exist the next time
                Verdict known = last;
                last = null;
                yield known != null && known.isOf(session.planning.text(), true) ? known.error() : null;
            }
            default -> null;
        };
    }

    /** The same for a text that was settled. */
    @Nullable
    ErrorFields error(String text) {
        Verdict known = last;
        return known != null && known.isOf(text, false) ? known.error() : null;
    }
}
