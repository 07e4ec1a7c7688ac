package dev.colonnade.planner.rule;

import static dev.colonnade.planner.rule.BranchText.copied;
import static dev.colonnade.planner.rule.BranchText.written;

import dev.colonnade.planner.ast.Expr;
import dev.colonnade.planner.ast.Query;
import dev.colonnade.planner.ast.Span;
import dev.colonnade.planner.rule.BranchText.Part;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Before: Limit n, Offset m <- Merge(a, b). After: Limit n, Offset m <- Merge(Limit n + m <- a, Limit n + m <- b).
 *
 * <p>Leaves alone: LIMIT without OFFSET, which branches take as it is. Removes both where the merge makes other rows of the branches' rows.
 */
final class PushLimitIntoBranches {
    private PushLimitIntoBranches() {}

    static void push(Query query, Limit limit, BranchText text) {
        Span offset = query.offsetClause();
        if (offset == null) {
            return;
        }
        text.remove(offset);
        Span rows = query.limitClause();
        if (rows != null && !(limit.rows() instanceof Limit.Amount.Absent)) {
            text.replace(rows, sum(query, limit).toArray(Part[]::new));
        }
    }

    /** The branches' groups are incomplete: none may be cut off. */
    static void remove(Query query, BranchText text) {
        if (query.limitClause() != null) {
            text.remove(query.limitClause());
        }
        if (query.offsetClause() != null) {
            text.remove(query.offsetClause());
        }
    }

    private static List<Part> sum(Query query, Limit limit) {
        List<Part> parts = new ArrayList<>();
        parts.add(written(query.withTies() ? "FETCH FIRST (" : "LIMIT "));
        if (limit.rows() instanceof Limit.Amount.Constant(long n)
                && limit.skipped() instanceof Limit.Amount.Constant(long m)) {
            parts.add(
                    written(String.valueOf(n > Long.MAX_VALUE - Math.max(m, 0) ? Long.MAX_VALUE : n + Math.max(m, 0))));
        } else {
            Part[] n = amount(query.limit());
            Part[] m = amount(query.offset());
            // no overflow: beyond the largest number there is no limit
            add(parts, written("CASE WHEN "), n, written(" <= 9223372036854775807 - coalesce("), m);
            add(parts, written(", 0) THEN "), n, written(" + coalesce("), m);
            parts.add(written(", 0) END"));
        }
        if (query.withTies()) {
            parts.add(written(") ROWS WITH TIES"));
        }
        return parts;
    }

    private static Part[] amount(@Nullable Expr expr) {
        return expr == null
                ? new Part[] {written("0")}
                : new Part[] {written("("), copied(expr.span()), written(")::bigint")};
    }

    private static void add(List<Part> parts, Part first, Part[] expression, Part second, Part[] other) {
        parts.add(first);
        parts.addAll(List.of(expression));
        parts.add(second);
        parts.addAll(List.of(other));
    }
}
