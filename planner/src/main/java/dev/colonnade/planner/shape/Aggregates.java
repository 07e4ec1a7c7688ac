package dev.colonnade.planner.shape;

import dev.colonnade.planner.ast.Expr;
import java.util.Set;

/** Which calls are aggregates. User-defined ones aren't known here: their names are in no list of built-ins and refused as functions. */
public final class Aggregates {
    private static final Set<String> NAMES = Words.of("""
            any_value array_agg avg bit_and bit_or bit_xor bool_and bool_or corr count covar_pop covar_samp
            every json_agg json_agg_strict json_arrayagg json_object_agg json_object_agg_strict
            json_object_agg_unique json_object_agg_unique_strict json_objectagg jsonb_agg jsonb_agg_strict
            jsonb_object_agg jsonb_object_agg_strict jsonb_object_agg_unique jsonb_object_agg_unique_strict
            max min mode percentile_cont percentile_disc range_agg range_intersect_agg regr_avgx regr_avgy
            regr_count regr_intercept regr_r2 regr_slope regr_sxx regr_sxy regr_syy stddev stddev_pop
            stddev_samp string_agg sum var_pop var_samp variance xmlagg
            """);

    private Aggregates() {}

    /** Whether the call is an aggregate over a group of rows, not a window function. */
    public static boolean isAggregate(Expr expr) {
        return expr instanceof Expr.Call call
                && call.over() == null
                && (call.withinGroup() || NAMES.contains(call.simpleName()));
    }

    /** Whether there is an aggregate in the expression, subqueries left out. */
    public static boolean within(Expr expr) {
        return ExprTree.all(expr).stream().anyMatch(Aggregates::isAggregate);
    }

    /** Whether there is a window function in the expression, subqueries left out. */
    public static boolean windowWithin(Expr expr) {
        return ExprTree.all(expr).stream().anyMatch(part -> part instanceof Expr.Call call && call.over() != null);
    }
}
