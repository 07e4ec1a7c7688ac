package dev.colonnade.planner.rule;

import dev.colonnade.planner.ast.Expr;
import dev.colonnade.planner.ast.Query;
import dev.colonnade.planner.plan.RowMerge.Column;
import dev.colonnade.planner.plan.RowMerge.MergeStep;
import dev.colonnade.planner.rule.BranchText.Part;
import dev.colonnade.planner.sql.SqlTokens;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A branch's text and its merge while rules work on them. Not thread-safe. */
final class BranchRewrite {
    private final BranchText text;
    private final Query.Select select;
    private final Map<String, Column.Hidden> hidden = new LinkedHashMap<>();
    private final List<MergeStep> steps = new ArrayList<>();

    BranchRewrite(BranchText text, Query.Select select) {
        this.text = text;
        this.select = select;
    }

    BranchText text() {
        return text;
    }

    /** Appends an expression to the select list; one that is there already is found again. */
    Column.Hidden hide(Expr expr) {
        return hide(text.original(expr.span()), BranchText.copied(expr.span()));
    }

    /** As {@link #hide(Expr)}; {@code sql} is what tells expressions apart. */
    Column.Hidden hide(String sql, Part... expression) {
        String key = SqlTokens.canonical(sql);
        Column.Hidden known = hidden.get(key);
        if (known != null) {
            return known;
        }
        Column.Hidden column = new Column.Hidden(hidden.size());
        hidden.put(key, column);
        List<Part> parts = new ArrayList<>();
        parts.add(BranchText.written(", ("));
        parts.addAll(List.of(expression));
        // a name of its own: ORDER BY and GROUP BY of the text could otherwise mean it
        parts.add(BranchText.written(") AS _hidden" + hidden.size()));
        text.insert(select.itemsSpan().end(), parts.toArray(Part[]::new));
        return column;
    }

    /** Whether anything can be appended to the select list: {@code TABLE t} has none. */
    boolean takesHiddenColumns() {
        return !select.items().isEmpty()
                && select.itemsSpan().end() > select.itemsSpan().start();
    }

    void step(MergeStep step) {
        steps.add(step);
    }

    int hiddenColumns() {
        return hidden.size();
    }

    List<MergeStep> steps() {
        return List.copyOf(steps);
    }
}
