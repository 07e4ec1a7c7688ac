package dev.colonnade.planner.rule;

import static dev.colonnade.planner.rule.BranchText.copied;
import static dev.colonnade.planner.rule.BranchText.written;

import dev.colonnade.planner.ast.Expr;
import dev.colonnade.planner.plan.PlanningException;
import dev.colonnade.planner.plan.RefusalCode;
import dev.colonnade.planner.plan.RowMerge.Aggregate;
import dev.colonnade.planner.plan.RowMerge.AggregateKind;
import dev.colonnade.planner.plan.RowMerge.Column;
import dev.colonnade.planner.refusal.Refusals;
import dev.colonnade.planner.rule.BranchText.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An aggregate over several databases as partial ones: {@code avg(x)} as {@code sum(x)} and {@code count(x)}, most others as themselves.
 *
 * <p>DISTINCT inside is additive only where equal values are on one database: where they include the shard key.
 */
final class SplitAggregates {
    private final BlockFacts facts;
    private final Values values;
    private final BranchRewrite rewrite;
    private final boolean distinct;

    /** @param distinct whether each partial row is of one value alone, so that DISTINCT is done */
    SplitAggregates(BlockFacts facts, Values values, BranchRewrite rewrite, boolean distinct) {
        this.distinct = distinct;
        this.facts = facts;
        this.values = values;
        this.rewrite = rewrite;
    }

    /** @param output where the merged value goes */
    Aggregate split(Expr.Call call, Column output) {
        AggregateKind kind = kind(call);
        boolean builtIn = call.name().size() == 1 || call.name().getFirst().equals("pg_catalog");
        if (kind == null || call.withinGroup() || !builtIn) {
            throw refuse(call, "How its partial results combine isn't known here.");
        }
        boolean idempotent = kind != AggregateKind.COUNT && kind != AggregateKind.SUM && kind != AggregateKind.AVG;
        if (call.distinct() && !distinct && !idempotent && !facts.keyIsAmong(call.arguments())) {
            throw refuse(call, "The same value may be on several databases, and would be taken once on each of them.");
        }
        if (kind == AggregateKind.MIN || kind == AggregateKind.MAX) {
            Optional<String> why = call.arguments().stream()
                    .flatMap(argument -> values.whyUnordered(argument).stream())
                    .findFirst();
            if (why.isPresent()) {
                throw refuse(call, "Its values can't be compared outside the server: " + why.get() + ".");
            }
        }
        return kind == AggregateKind.AVG
                ? new Aggregate(kind, output, partial("sum", call), partial("count", call))
                : new Aggregate(kind, output, rewrite.hide(call), null);
    }

    private static @Nullable AggregateKind kind(Expr.Call call) {
        return switch (call.simpleName()) {
            case "count" -> AggregateKind.COUNT;
            case "sum" -> AggregateKind.SUM;
            case "min" -> AggregateKind.MIN;
            case "max" -> AggregateKind.MAX;
            case "avg" -> AggregateKind.AVG;
            case "bool_and", "every" -> AggregateKind.BOOL_AND;
            case "bool_or" -> AggregateKind.BOOL_OR;
            case "bit_and" -> AggregateKind.BIT_AND;
            case "bit_or" -> AggregateKind.BIT_OR;
            case "bit_xor" -> AggregateKind.BIT_XOR;
            default -> null;
        };
    }

    private Column partial(String function, Expr.Call call) {
        List<Part> parts = new ArrayList<>();
        StringBuilder key = new StringBuilder();
        add(parts, key, written(function + "(" + (call.distinct() ? "DISTINCT " : "")));
        for (Expr argument : call.arguments()) {
            // avg of real adds in double precision, sum of real doesn't
            boolean widened = function.equals("sum") && values.isReal(argument);
            add(parts, key, written(widened ? "(" : ""));
            add(parts, key, copied(argument.span()));
            add(parts, key, written(widened ? ")::float8" : ""));
        }
        add(parts, key, written(")"));
        if (call.filter() != null) {
            add(parts, key, written(" FILTER (WHERE "));
            add(parts, key, copied(call.filter().span()));
            add(parts, key, written(")"));
        }
        return rewrite.hide(key.toString(), parts.toArray(Part[]::new));
    }

    private void add(List<Part> parts, StringBuilder key, Part part) {
        parts.add(part);
        switch (part) {
            case Part.Written(String text) -> key.append(text);
            case Part.Copied(var span) -> key.append(rewrite.text().original(span));
        }
    }

    private PlanningException refuse(Expr.Call call, String why) {
        return Refusals.refuse(
                call.span(),
                RefusalCode.AGGREGATE,
                "cannot merge " + rewrite.text().original(call.span()) + " over several databases",
                why,
                "Add the shard key of " + facts.tables() + " to GROUP BY, or give a value for it.");
    }
}
