package dev.colonnade.planner.rule;

import dev.colonnade.planner.plan.RowMerge;
import dev.colonnade.planner.plan.RowMerge.MergeStep;
import dev.colonnade.planner.plan.RowMerge.TagMerge;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What all branches of a scatter have in common, whatever the parameters.
 *
 * @param sql every branch's text
 * @param parameters as in {@link dev.colonnade.planner.plan.ShardQuery#parameters}
 * @param hidden columns appended
 * @param steps those that don't depend on parameters, in order, without LIMIT
 * @param having the condition on merged groups; null without
 * @param sort after {@code having}; empty for none
 * @param limit last of all
 */
public record ScatterTemplate(
        String sql,
        int @Nullable [] parameters,
        int hidden,
        List<MergeStep> steps,
        @Nullable HavingTemplate having,
        List<RowMerge.SortKey> sort,
        Limit limit,
        TagMerge tag) {
    public ScatterTemplate {
        steps = List.copyOf(steps);
        sort = List.copyOf(sort);
    }

    static ScatterTemplate of(BranchText.Result text, int hidden, List<MergeStep> steps, Limit limit) {
        return new ScatterTemplate(
                text.sql(), text.parameters(), hidden, steps, null, List.of(), limit, TagMerge.ROWS_OUT);
    }

    /** The same text everywhere, rows as they come. */
    public static ScatterTemplate concat(String sql, TagMerge tag) {
        return new ScatterTemplate(sql, null, 0, List.of(new MergeStep.Concat()), null, List.of(), Limit.NONE, tag);
    }

    ScatterTemplate with(@Nullable HavingTemplate condition, List<RowMerge.SortKey> keys) {
        return new ScatterTemplate(sql, parameters, hidden, steps, condition, keys, limit, tag);
    }
}
