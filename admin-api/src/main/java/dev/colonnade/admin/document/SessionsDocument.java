package dev.colonnade.admin.document;

import dev.colonnade.admin.port.SessionStatus;
import dev.colonnade.topology.PhysicalShardId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answer of {@code GET /v1/sessions}. */
public record SessionsDocument(List<Session> sessions) {
    public static SessionsDocument of(List<SessionStatus> sessions) {
        return new SessionsDocument(sessions.stream().map(Session::of).toList());
    }

    /**
     * One client session.
     *
     * @param state {@code active}, {@code idle}, {@code idle in transaction} or {@code failed}
     * @param since RFC 3339, UTC: when it entered this state
     * @param statement the running statement's text or the last one's
     * @param statementTruncated whether that is only its beginning
     */
    public record Session(
            long id,
            int pid,
            String user,
            String database,
            String applicationName,
            String clientAddress,
            String state,
            String since,
            @Nullable String statement,
            boolean statementTruncated,
            List<String> enlistedShards,
            List<String> reservationReasons) {
        /** Characters of a statement that are shown; the rest is cut off. */
        static final int STATEMENT_CHARACTERS_MAX = 1_000;

        static Session of(SessionStatus session) {
            String statement = session.statement();
            return new Session(
                    session.id(),
                    session.pid(),
                    session.user(),
                    session.database(),
                    session.applicationName(),
                    session.clientAddress(),
                    name(session.state()),
                    session.since().toString(),
                    beginning(statement),
                    statement != null && statement.length() > STATEMENT_CHARACTERS_MAX,
                    session.enlistedShards().stream()
                            .map(PhysicalShardId::value)
                            .toList(),
                    session.reservationReasons());
        }

        private static String name(SessionStatus.State state) {
            return switch (state) {
                case ACTIVE -> "active";
                case IDLE -> "idle";
                case IDLE_IN_TRANSACTION -> "idle in transaction";
                case FAILED -> "failed";
            };
        }

        /** Never cuts between the two halves of one character. */
        private static @Nullable String beginning(@Nullable String statement) {
            if (statement == null || statement.length() <= STATEMENT_CHARACTERS_MAX) {
                return statement;
            }
            int end = STATEMENT_CHARACTERS_MAX;
            return statement.substring(0, Character.isHighSurrogate(statement.charAt(end - 1)) ? end - 1 : end);
        }
    }
}
