package dev.colonnade.planner.physical;

import dev.colonnade.planner.ast.Expr;
import dev.colonnade.planner.ast.Span;
import dev.colonnade.planner.ast.Statement;
import dev.colonnade.planner.physical.RoutedPlan.Spread;
import dev.colonnade.planner.plan.PlanningException;
import dev.colonnade.planner.plan.Refusal;
import dev.colonnade.planner.plan.RefusalCode;
import dev.colonnade.planner.plan.RowMerge.TagMerge;
import dev.colonnade.planner.plan.StatementPlan;
import dev.colonnade.planner.refusal.Refusals;
import dev.colonnade.planner.rule.BranchText;
import dev.colonnade.planner.rule.ScatterTemplate;
import dev.colonnade.planner.shape.Distribution;
import dev.colonnade.planner.shape.DmlShape;
import dev.colonnade.planner.shape.ExprTree;
import dev.colonnade.planner.shape.Node;
import dev.colonnade.planner.shape.Relation;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Plans UPDATE, DELETE and MERGE: on the databases that have the rows, each for its own. */
final class ChangePlanner {
    /** Worked out once per row and stored there, so it doesn't matter on which database. */
    private static final Set<String> PER_ROW =
            Set.of("random", "gen_random_uuid", "clock_timestamp", "random_normal", "uuidv4", "uuidv7", "timeofday");

    private final Planning planning;
    private final DmlShape dml;

    ChangePlanner(Planning planning) {
        this.planning = planning;
        DmlShape shape = planning.shape().dml();
        if (shape == null) {
            throw new IllegalStateException("a change without a shape");
        }
        this.dml = shape;
    }

    StatementPlan update(Statement.Update update) {
        if (dml.target() instanceof Relation.Sharded table) {
            for (Statement.Assignment assignment : update.assignments()) {
                checkKey(assignment, table, update.where());
            }
        }
        return change(update.target().span(), update.currentOf(), update.where());
    }

    StatementPlan delete(Statement.Delete delete) {
        return change(delete.target().span(), delete.currentOf(), delete.where());
    }

    StatementPlan merge(Statement.Merge merge) {
        if (!(dml.target() instanceof Relation.Unsharded)
                || !planning.shape().requirements().isEmpty()) {
            throw Refusals.refuse(
                    merge.target().span(),
                    RefusalCode.STATEMENT_KIND,
                    "cannot run MERGE with sharded or reference tables",
                    "Where its new rows belong isn't proven.",
                    "Use INSERT ... ON CONFLICT, or UPDATE and INSERT in one transaction.");
        }
        return StatementPlanner.withoutShardedTables(planning);
    }

    private StatementPlan change(Span target, @Nullable String currentOf, @Nullable Expr where) {
        return switch (dml.target()) {
            case Relation.Sharded table -> planning.routed(spread(target, currentOf, where));
            case Relation.Reference table -> ReferenceWrites.plan(planning, dml);
            default ->
                planning.shape().requirements().isEmpty()
                        ? StatementPlanner.withoutShardedTables(planning)
                        : planning.routed(new Spread.Refused(writeAtHome(dml, target)));
        };
    }

    private Spread spread(Span target, @Nullable String currentOf, @Nullable Expr where) {
        if (currentOf != null) {
            throw Refusals.refuse(
                    target,
                    RefusalCode.STATEMENT_KIND,
                    "cannot change the current row of a cursor in a sharded table",
                    "Which database the cursor's row is on isn't known.",
                    "Name the row by its shard key.");
        }
        if (dml.source() instanceof Distribution.Unproven(Refusal why)) {
            return new Spread.Refused(why);
        }
        try {
            checkFunctions(where);
            ScatterRules.check(planning.nodes());
        } catch (PlanningException refused) {
            return new Spread.Refused(refused.refusal());
        }
        if (!(dml.source() instanceof Distribution.Partitioned)) {
            return new Spread.Refused(writeAtHome(dml, target));
        }
        return new Spread.Scattered(
                new ScatterBinder(planning.text(), ScatterTemplate.concat(planning.text(), TagMerge.SUM)));
    }

    private void checkFunctions(@Nullable Expr where) {
        Expr.Call call = planning.functions().firstVolatile();
        boolean onlyPerRow = planning.nodes().exprs().stream()
                .noneMatch(expr ->
                        expr instanceof Expr.Call c && !PER_ROW.contains(c.simpleName()) && planning.isVolatile(c));
        boolean inWhere = where != null
                && ExprTree.all(where).stream().anyMatch(expr -> expr instanceof Expr.Call c && planning.isVolatile(c));
        if (call == null || !onlyPerRow || inWhere || planning.functions().anyUser() != null) {
            FunctionRules.checkScatter(planning.functions());
        }
    }

    /** A key may only be set to what it is. */
    private void checkKey(Statement.Assignment assignment, Relation.Sharded table, @Nullable Expr where) {
        for (String key : table.placement().keyColumns()) {
            if (assignment.columns().contains(key)
                    && !(assignment.columns().size() == 1 && isItself(assignment.value(), key, table, where))) {
                throw Refusals.refuse(
                        assignment.span(),
                        RefusalCode.KEY_UPDATE,
                        "cannot update shard key column \"" + key + "\" of \""
                                + table.name().name() + "\"",
                        "The row would belong to another database.",
                        "Insert the row with its new key and delete the old one, in one transaction.");
            }
        }
    }

    private boolean isItself(Expr value, String key, Relation.Sharded table, @Nullable Expr where) {
        int column = table.placement().keyColumns().indexOf(key);
        Node node = dml.keyNodes().get(column);
        if (value instanceof Expr.ColumnRef reference) {
            return dml.scope().resolve(reference).equals(Optional.of(node));
        }
        List<Expr> conjuncts = where == null ? List.of() : ExprTree.conjuncts(where);
        boolean constant = value instanceof Expr.Literal || value instanceof Expr.Param;
        return constant
                && conjuncts.stream()
                        .anyMatch(conjunct -> conjunct instanceof Expr.Op op
                                && op.operator().equals("=")
                                && op.operands().size() == 2
                                && (isEquality(
                                                op.operands().getFirst(),
                                                op.operands().getLast(),
                                                node,
                                                value)
                                        || isEquality(
                                                op.operands().getLast(),
                                                op.operands().getFirst(),
                                                node,
                                                value)));
    }

    private boolean isEquality(Expr side, Expr other, Node node, Expr value) {
        BranchText text = BranchText.of(planning.text(), planning.nodes());
        return side instanceof Expr.ColumnRef reference
                && dml.scope().resolve(reference).equals(Optional.of(node))
                && text.canonical(other.span()).equals(text.canonical(value.span()));
    }

    /** Why a write of one database can't take rows of several. */
    static Refusal writeAtHome(DmlShape dml, Span target) {
        if (dml.source() instanceof Distribution.Unproven(Refusal why)) {
            return why;
        }
        return Refusals.at(
                target,
                RefusalCode.MIXED_HOMES,
                "cannot write \"" + dml.target().name().name() + "\" from rows of several databases",
                "The table is on one database only, and the statement reads sharded tables.",
                "Give a value for the shard key that lives there, or read the rows first and write them with a second statement.");
    }
}
