package dev.colonnade.it.sqltest;

import dev.colonnade.it.fleet.HostileFleet;
import dev.colonnade.it.wire.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What each database of the fleet, asked directly, answers to a statement: the raw material of a bad merge. Not thread-safe. */
final class ShardAnswers implements AutoCloseable {
    private final List<Session> sessions;

    ShardAnswers(HostileFleet fleet) {
        this.sessions = fleet.shards().stream()
                .map(shard -> new Session(shard.endpoint()))
                .toList();
    }

    /** The rows of each database, in the fleet's order. */
    List<List<Reply.DataRow>> rows(Step step, SqlTest.Mode mode) {
        List<List<Reply.DataRow>> rows = new ArrayList<>();
        for (Session session : sessions) {
            rows.add(rowsOf(session.run(step, mode, 0).getFirst()));
        }
        return rows;
    }

    static List<Reply.DataRow> rowsOf(List<Reply> answer) {
        return answer.stream()
                .flatMap(reply -> reply instanceof Reply.DataRow row ? Stream.of(row) : Stream.of())
                .toList();
    }

    /** The answer with other rows, and a tag that fits them. */
    static List<Reply> withRows(List<Reply> answer, List<Reply.DataRow> rows) {
        List<Reply> replaced = new ArrayList<>();
        for (Reply reply : answer) {
            switch (reply) {
                case Reply.DataRow row -> {}
                case Reply.CommandComplete complete -> {
                    replaced.addAll(rows);
                    replaced.add(new Reply.CommandComplete("SELECT " + rows.size()));
                }
                default -> replaced.add(reply);
            }
        }
        return replaced;
    }

    @Override
    public void close() {
        sessions.forEach(Session::close);
    }
}
