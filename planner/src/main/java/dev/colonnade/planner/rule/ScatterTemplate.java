package dev.colonnade.planner.rule;

import dev.colonnade.planner.plan.RowMerge;
import dev.colonnade.planner.plan.RowMerge.MergeStep;
import dev.colonnade.planner.plan.RowMerge.TagMerge;
import dev.colonnade.planner.sql.TokenShift;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What all branches of a scatter have in common, whatever the parameters.
 *
 * @param branch every branch's text
 * @param hidden columns appended
 * @param steps those that don't depend on parameters, in order, without LIMIT
 * @param having the condition on merged groups; null without
 * @param sort after {@code having}; empty for none
 * @param limit last of all
 */
public record ScatterTemplate(
        BranchText.Result branch,
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
        return new ScatterTemplate(text, hidden, steps, null, List.of(), limit, TagMerge.ROWS_OUT);
    }

    /** The same text everywhere, rows as they come. */
    public static ScatterTemplate concat(String sql, TagMerge tag) {
        BranchText.Result branch = BranchText.Result.unchanged(sql);
        return new ScatterTemplate(branch, 0, List.of(new MergeStep.Concat()), null, List.of(), Limit.NONE, tag);
    }

    ScatterTemplate with(@Nullable HavingTemplate condition, List<RowMerge.SortKey> keys) {
        return new ScatterTemplate(branch, hidden, steps, condition, keys, limit, tag);
    }

    /** The same for another text. */
    public ScatterTemplate at(TokenShift shift) {
        return new ScatterTemplate(branch.at(shift), hidden, steps, having, sort, limit, tag);
    }
}
