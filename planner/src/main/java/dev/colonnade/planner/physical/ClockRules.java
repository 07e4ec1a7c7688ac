package dev.colonnade.planner.physical;

import dev.colonnade.planner.ast.Expr;
import dev.colonnade.planner.ast.Query;
import dev.colonnade.planner.ast.Statement;
import dev.colonnade.planner.plan.RefusalCode;
import dev.colonnade.planner.refusal.Refusals;
import dev.colonnade.planner.shape.ExprTree;
import dev.colonnade.planner.shape.Words;
import java.util.Set;

/**
 * In one PostgreSQL all rows of a statement have the same now(). Over several databases each has an instant of its own, so it may decide which
 * rows are taken (a condition can't tell a few milliseconds apart), but not be in what is returned, grouped or sorted by.
 */
final class ClockRules {
    private static final Set<String> CLOCKS = Words.of("""
            current_time current_timestamp localtime localtimestamp now statement_timestamp transaction_timestamp
            """);

    private ClockRules() {}

    static void check(Query query) {
        query.with().forEach(cte -> {
            if (cte.statement() instanceof Statement.Select select) {
                check(select.query());
            }
        });
        query.orderBy().forEach(item -> check(item.expr()));
        switch (query.body()) {
            case Query.Select select -> {
                select.items().forEach(item -> check(item.expr()));
                select.distinctOn().forEach(ClockRules::check);
                select.groupBy().forEach(ClockRules::check);
                if (select.having() != null) {
                    check(select.having());
                }
                select.from().forEach(ClockRules::check);
            }
            case Query.SetOperation both -> {
                check(both.left());
                check(both.right());
            }
            case Query.Values values -> values.rows().forEach(ClockRules::check);
        }
    }

    private static void check(Query.From from) {
        switch (from) {
            case Query.Derived derived -> check(derived.query());
            case Query.Join join -> {
                check(join.left());
                check(join.right());
            }
            case Query.Function function -> function.calls().forEach(ClockRules::check);
            case Query.Table table -> table.sampleArguments().forEach(ClockRules::check);
        }
    }

    private static void check(Expr expr) {
        for (Expr part : ExprTree.all(expr)) {
            if (part instanceof Expr.Call call && CLOCKS.contains(call.simpleName())) {
                throw Refusals.refuse(
                        call.span(),
                        RefusalCode.VOLATILE,
                        "cannot return " + call.simpleName() + "() over several databases",
                        "Each database has an instant of its own.",
                        "Pass the time as a parameter, or give a value for the shard key.");
            }
        }
    }
}
