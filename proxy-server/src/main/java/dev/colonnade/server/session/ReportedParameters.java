package dev.colonnade.server.session;

import dev.colonnade.execution.transaction.ShardTransaction;
import dev.colonnade.wire.backend.BackendWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** ParameterStatus for what changed, as the server would send it; what a transaction changes is taken back with it. */
final class ReportedParameters {
    private final ClientSession session;
    private final Map<String, String> reported;

    /** What was reported before the transaction at hand changed some of it; null where it didn't. */
    private @Nullable Map<String, String> before;

    /** @param atStart what the client was told when it connected */
    ReportedParameters(ClientSession session, Map<String, String> atStart) {
        this.session = session;
        this.reported = new LinkedHashMap<>(atStart);
    }

    /** Tells the client of those that it knows and that are different now. */
    void report(Map<String, String> now) {
        ShardTransaction current = session.transaction;
        if (current != null && !current.implicit() && before == null) {
            before = new LinkedHashMap<>(reported);
        }
        now.forEach((name, value) -> {
            if (!value.equals(reported.get(name)) && reported.containsKey(name)) {
                reported.put(name, value);
                BackendWriter.parameterStatus(session.client.own(), name, value);
            }
        });
    }

    /** Whether the transaction at hand changed something that clients are told of. */
    boolean changedInTransaction() {
        return before != null;
    }

    /** @param servers what an enlisted server reports after the end; empty where none was enlisted */
    void transactionOver(boolean committed, Map<String, String> servers) {
        Map<String, String> known = before;
        before = null;
        if (known != null) {
            if (!servers.isEmpty()) {
                report(servers);
            } else if (!committed) {
                report(known);
            }
        }
    }
}
