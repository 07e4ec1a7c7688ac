package dev.colonnade.it.sqltest;

import dev.colonnade.it.fleet.HostileFleet;
import dev.colonnade.it.wire.Reply;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Answers as a proxy with a classic defect would give them, made from what the databases answer directly. Only the first execution of
 * statements of one class is tampered with.
 */
public final class PlantedDefect implements AnswerFilter, AutoCloseable {
    private static final int SKIPPED_DATABASE = 1;

    /** What is wrong with the merge, and in which class of statements it shows. */
    public enum Kind {
        SHARD_SKIPPED("scatter-filter"),
        LIMIT_NOT_REAPPLIED("limit-offset"),
        AVERAGE_OF_AVERAGES("aggregates"),
        NULL_ORDER("order-by");

        private final String category;

        Kind(String category) {
            this.category = category;
        }

        public String category() {
            return category;
        }
    }

    private final Kind kind;
    private final ShardAnswers shards;

    public PlantedDefect(Kind kind, HostileFleet fleet) {
        this.kind = kind;
        this.shards = new ShardAnswers(fleet);
    }

    @Override
    public List<Reply> apply(SqlTest test, Step step, SqlTest.Mode mode, List<Reply> answer) {
        boolean answered = answer.stream().noneMatch(Reply.ErrorResponse.class::isInstance)
                && answer.stream().anyMatch(Reply.DataRow.class::isInstance);
        if (!answered
                || !test.category().equals(kind.category())
                || step.params().size() > 1) {
            return answer;
        }
        List<Reply.DataRow> rows = ShardAnswers.rowsOf(answer);
        return ShardAnswers.withRows(
                answer,
                switch (kind) {
                    case SHARD_SKIPPED -> withoutDatabase(rows, shards.rows(step, mode));
                    case LIMIT_NOT_REAPPLIED ->
                        shards.rows(step, mode).stream().flatMap(List::stream).toList();
                    case AVERAGE_OF_AVERAGES -> averaged(step, mode, rows);
                    case NULL_ORDER -> nullsAtTheOtherEnd(rows);
                });
    }

    private static List<Reply.DataRow> withoutDatabase(List<Reply.DataRow> rows, List<List<Reply.DataRow>> byDatabase) {
        List<Reply.DataRow> rest = new ArrayList<>(rows);
        byDatabase.get(SKIPPED_DATABASE).forEach(rest::remove);
        return rest;
    }

    /** A single value whose statement says avg, in text. */
    private List<Reply.DataRow> averaged(Step step, SqlTest.Mode mode, List<Reply.DataRow> rows) {
        boolean single = rows.size() == 1 && rows.getFirst().values().size() == 1;
        if (!single || mode == SqlTest.Mode.EXTENDED_BINARY || !step.sql().contains("avg(")) {
            return rows;
        }
        List<BigDecimal> averages = shards.rows(step, mode).stream()
                .map(one -> one.getFirst().values().getFirst())
                .filter(Objects::nonNull)
                .map(BigDecimal::new)
                .toList();
        BigDecimal sum = averages.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        List<@Nullable String> value = new ArrayList<>();
        value.add(sum.divide(BigDecimal.valueOf(averages.size()), 16, RoundingMode.HALF_UP)
                .toPlainString());
        return List.of(new Reply.DataRow(value));
    }

    /** The first column's NULLs move from the end to the beginning, or the other way round. */
    private static List<Reply.DataRow> nullsAtTheOtherEnd(List<Reply.DataRow> rows) {
        List<Reply.DataRow> nulls =
                rows.stream().filter(row -> row.values().getFirst() == null).toList();
        List<Reply.DataRow> others =
                rows.stream().filter(row -> row.values().getFirst() != null).toList();
        boolean nullsFirst = rows.getFirst().values().getFirst() == null;
        List<Reply.DataRow> moved = new ArrayList<>(nullsFirst ? others : nulls);
        moved.addAll(nullsFirst ? nulls : others);
        return moved;
    }

    @Override
    public void close() {
        shards.close();
    }
}
