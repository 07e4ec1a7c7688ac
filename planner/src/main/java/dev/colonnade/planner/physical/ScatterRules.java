package dev.colonnade.planner.physical;

import dev.colonnade.planner.ast.Expr;
import dev.colonnade.planner.ast.Query;
import dev.colonnade.planner.ast.Statement;
import dev.colonnade.planner.plan.RefusalCode;
import dev.colonnade.planner.refusal.Refusals;
import dev.colonnade.planner.shape.AstNodes;
import java.util.Set;

/** What no statement may have that runs on several databases, whatever it is. */
final class ScatterRules {
    private static final Set<String> SYSTEM_COLUMNS = Set.of("ctid", "xmin", "xmax", "cmin", "cmax", "tableoid");

    private ScatterRules() {}

    static void check(AstNodes nodes) {
        for (Expr expr : nodes.exprs()) {
            if (expr instanceof Expr.ColumnRef reference && SYSTEM_COLUMNS.contains(reference.column())) {
                throw differs(expr, "System column " + reference.column() + " is a place inside one database.");
            }
            if (expr instanceof Expr.Cast cast
                    && (cast.type().startsWith("reg") || cast.type().equals("oid"))) {
                throw differs(
                        expr, "Object identifiers (" + cast.type() + ") are numbered by each database for itself.");
            }
        }
        for (Statement statement :
                nodes.statements().subList(1, nodes.statements().size())) {
            if (!(statement instanceof Statement.Select)) {
                throw Refusals.refuse(
                        RefusalCode.CTE,
                        "cannot change data in a common table expression over several databases",
                        "A data-modifying WITH query runs only where one database has all that the statement needs.",
                        "Give a value for the shard key in each part, or run the parts as statements of one transaction.");
            }
        }
        for (Query query : nodes.queries()) {
            if (!query.locks().isEmpty()) {
                throw Refusals.refuse(
                        query.locks().getFirst().span(),
                        RefusalCode.LOCKING,
                        "cannot lock rows on several databases",
                        "Each database would lock up to the whole LIMIT, in an order of its own.",
                        "Give a value for the shard key.");
            }
            if (query.body() instanceof Query.Select select && select.into()) {
                throw Refusals.refuse(
                        query.span(),
                        RefusalCode.STATEMENT_KIND,
                        "cannot create a table with SELECT INTO from several databases",
                        "Each database would create a table of its own rows.",
                        "Create the table first, then copy the rows.");
            }
        }
    }

    private static RuntimeException differs(Expr expr, String why) {
        return Refusals.refuse(
                expr.span(),
                RefusalCode.SYSTEM_COLUMN,
                "cannot compare or return it over several databases",
                why,
                "Leave it out, or give a value for the shard key.");
    }
}
