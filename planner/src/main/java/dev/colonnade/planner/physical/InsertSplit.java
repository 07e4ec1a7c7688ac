package dev.colonnade.planner.physical;

import dev.colonnade.planner.ast.Expr;
import dev.colonnade.planner.ast.Span;
import dev.colonnade.planner.plan.RowMerge;
import dev.colonnade.planner.plan.RowMerge.MergeStep;
import dev.colonnade.planner.plan.RowMerge.TagMerge;
import dev.colonnade.planner.rule.BranchText;
import dev.colonnade.planner.rule.BranchText.Part;
import java.util.ArrayList;
import java.util.List;

/**
 * Before: INSERT ... VALUES r1, r2, r3. After: INSERT ... VALUES r1, r3 on one database, INSERT ... VALUES r2 on another.
 *
 * @param rows each row's span, in order
 * @param returns whether rows come back, which then have to come in the order of the client's rows
 */
record InsertSplit(String text, List<Expr.Param> parameters, List<Span> rows, boolean returns) {

    /** The same for another text. */
    InsertSplit at(Sibling other) {
        return new InsertSplit(
                other.text(),
                parameters.stream()
                        .map(parameter -> new Expr.Param(other.span(parameter.span()), parameter.number()))
                        .toList(),
                rows.stream().map(other::span).toList(),
                returns);
    }

    /** The statement with some of its rows. */
    BranchText.Result only(List<Integer> kept) {
        List<Part> parts = new ArrayList<>();
        for (int row : kept) {
            if (!parts.isEmpty()) {
                parts.add(BranchText.written(", "));
            }
            parts.add(BranchText.copied(rows.get(row)));
        }
        BranchText branch = new BranchText(text, parameters, List.of());
        branch.replace(rows.getFirst().cover(rows.getLast()), parts.toArray(Part[]::new));
        return branch.result();
    }

    /** @param kept per branch the rows that it has */
    RowMerge merge(List<List<Integer>> kept) {
        MergeStep step = returns
                ? new MergeStep.Interleave(kept.stream()
                        .map(rows -> rows.stream().mapToInt(Integer::intValue).toArray())
                        .toList())
                : new MergeStep.Concat();
        return new RowMerge(0, List.of(step), TagMerge.SUM);
    }
}
