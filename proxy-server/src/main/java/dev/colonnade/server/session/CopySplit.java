package dev.colonnade.server.session;

import dev.colonnade.planner.Planned;

/** COPY FROM STDIN into several databases. */
final class CopySplit {
    private CopySplit() {}

    static boolean start(ClientSession session, Planned.CopyIn copy) {
        throw new StatementException(
                ErrorResponses.unsupported("COPY FROM STDIN into " + copy.holders().size() + " shards", "Use INSERT."));
    }
}
