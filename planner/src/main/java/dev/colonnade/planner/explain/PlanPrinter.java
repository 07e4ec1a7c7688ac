package dev.colonnade.planner.explain;

import dev.colonnade.planner.plan.FinalQuery;
import dev.colonnade.planner.plan.Fragment;
import dev.colonnade.planner.plan.PhysicalPlan;
import dev.colonnade.planner.plan.Refusal;
import dev.colonnade.planner.plan.RowMerge;
import dev.colonnade.planner.plan.RowMerge.Column;
import dev.colonnade.planner.plan.RowMerge.Condition;
import dev.colonnade.planner.plan.RowMerge.MergeStep;
import dev.colonnade.planner.plan.RowMerge.SortKey;
import dev.colonnade.planner.plan.ShardQuery;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Prints plans: for EXPLAIN (SHARDS), golden files and messages alike. Stable: the same plan, the same text. */
public final class PlanPrinter {
    private PlanPrinter() {}

    /** Several lines, each ended by a line feed. */
    public static String print(PhysicalPlan plan) {
        StringBuilder out = new StringBuilder();
        switch (plan) {
            case PhysicalPlan.SingleShard(var verdict, ShardQuery query) -> {
                line(out, word(verdict) + ", because " + word(query.reason()));
                branch(out, query);
            }
            case PhysicalPlan.Scatter(var verdict, List<ShardQuery> branches, RowMerge merge) -> {
                line(
                        out,
                        word(verdict) + ", because " + word(branches.getFirst().reason()));
                branches.forEach(query -> branch(out, query));
                mergeSteps(merge).forEach(step -> line(out, "merge: " + step));
                line(out, "tag: " + word(merge.tag()));
            }
            case PhysicalPlan.Staged staged -> {
                line(
                        out,
                        word(staged.verdict()) + ", because "
                                + word(staged.branches().getFirst().reason()));
                staged.branches().forEach(query -> branch(out, query));
                motionSteps(staged).forEach(step -> line(out, step));
            }
        }
        return out.toString();
    }

    /** One line per fragment, and the final query. */
    public static List<String> motionSteps(PhysicalPlan.Staged staged) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < staged.fragments().size(); i++) {
            Fragment fragment = staged.fragments().get(i);
            lines.add("gather " + i + ": " + fragment.name() + " (" + String.join(", ", fragment.columns()) + ")");
        }
        lines.add("finish: " + text(staged.then()));
        return lines;
    }

    /** The final query, with {@code [n]} for the rows of fragment n. */
    private static String text(FinalQuery then) {
        return then.parts().stream()
                .map(part -> switch (part) {
                    case FinalQuery.Part.Text(String sql) -> sql;
                    case FinalQuery.Part.Rows(int fragment) -> "[" + fragment + "]";
                    case FinalQuery.Part.Narrowed narrowed -> "";
                })
                .collect(Collectors.joining());
    }

    /** The same for what isn't a plan with rows. */
    public static String print(Printable printable) {
        return printable.print();
    }

    /** The same for branches whose answers are strung together. */
    public static String print(List<ShardQuery> branches) {
        StringBuilder out = new StringBuilder();
        branches.forEach(query -> branch(out, query));
        return out.toString();
    }

    /** The same for a statement that is refused. */
    public static String print(Refusal refusal) {
        StringBuilder out = new StringBuilder();
        line(out, "refused " + refusal.code() + " (" + refusal.code().sqlState() + ")");
        line(out, "message: " + refusal.message());
        if (!refusal.detail().isEmpty()) {
            line(out, "detail: " + refusal.detail());
        }
        if (!refusal.hint().isEmpty()) {
            line(out, "hint: " + refusal.hint());
        }
        if (refusal.position() >= 0) {
            line(out, "position: " + (refusal.position() + 1));
        }
        return out.toString();
    }

    /** One line per merge step. */
    public static List<String> mergeSteps(RowMerge merge) {
        List<String> lines = new ArrayList<>();
        for (MergeStep step : merge.steps()) {
            lines.add(step(step));
        }
        return lines;
    }

    private static void branch(StringBuilder out, ShardQuery query) {
        String parameters = query.parameters() == null
                ? ""
                : " with "
                        + Arrays.stream(query.parameters())
                                .mapToObj(n -> "$" + (n + 1))
                                .collect(Collectors.joining(", ", "(", ")"));
        line(out, query.shard() + parameters + ": " + query.sql());
    }

    private static String step(MergeStep step) {
        return switch (step) {
            case MergeStep.Concat() -> "concat";
            case MergeStep.MergeSort(var keys) -> "merge sorted by " + keys(keys);
            case MergeStep.Sort(var keys) -> "sort by " + keys(keys);
            case MergeStep.Reaggregate(var groups, var aggregates) ->
                (groups.isEmpty() ? "one group" : "group by " + columns(groups)) + ": "
                        + aggregates.stream()
                                .map(a -> column(a.output()) + " = " + word(a.kind()) + " of " + column(a.input())
                                        + (a.weight() == null ? "" : " over " + column(a.weight())))
                                .collect(Collectors.joining(", "));
            case MergeStep.Having(var condition) -> "having " + condition(condition);
            case MergeStep.Distinct(var columns) -> "distinct by " + columns(columns);
            case MergeStep.LimitOffset(long limit, long offset, var ties) ->
                (limit < 0 ? "" : "limit " + limit + (ties.isEmpty() ? "" : " with ties by " + keys(ties)))
                        + (limit >= 0 && offset > 0 ? ", " : "")
                        + (offset > 0 ? "skip " + offset : "");
            case MergeStep.Interleave(var ordinals) ->
                "interleave " + ordinals.stream().map(Arrays::toString).collect(Collectors.joining(" "));
        };
    }

    private static String condition(Condition condition) {
        return switch (condition) {
            case Condition.Compare(Column column, String operator, String constant) ->
                column(column) + " " + operator + " " + constant;
            case Condition.IsNull(Column column, boolean negated) ->
                column(column) + (negated ? " is not null" : " is null");
            case Condition.And(List<Condition> parts) ->
                parts.stream().map(PlanPrinter::condition).collect(Collectors.joining(" and ", "(", ")"));
            case Condition.Or(List<Condition> parts) ->
                parts.stream().map(PlanPrinter::condition).collect(Collectors.joining(" or ", "(", ")"));
            case Condition.Not(Condition part) -> "not " + condition(part);
        };
    }

    private static String keys(List<SortKey> keys) {
        return keys.stream()
                .map(key -> column(key.column())
                        + (key.descending() ? " desc" : "")
                        + (key.nullsFirst() ? " nulls first" : " nulls last"))
                .collect(Collectors.joining(", "));
    }

    private static String columns(List<Column> columns) {
        return columns.stream().map(PlanPrinter::column).collect(Collectors.joining(", "));
    }

    private static String column(Column column) {
        return switch (column) {
            case Column.Visible(int index) -> "column " + (index + 1);
            case Column.Hidden(int index) -> "hidden " + (index + 1);
        };
    }

    private static void line(StringBuilder out, String text) {
        out.append(text).append('\n');
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
