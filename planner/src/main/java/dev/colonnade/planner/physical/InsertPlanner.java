package dev.colonnade.planner.physical;

import dev.colonnade.planner.ast.Expr;
import dev.colonnade.planner.ast.Query;
import dev.colonnade.planner.ast.Statement;
import dev.colonnade.planner.catalog.SchemaCatalog.ColumnInfo;
import dev.colonnade.planner.catalog.SchemaCatalog.RelationInfo;
import dev.colonnade.planner.logical.KeyModifier;
import dev.colonnade.planner.logical.Router;
import dev.colonnade.planner.logical.RowRouter;
import dev.colonnade.planner.physical.RoutedPlan.Spread;
import dev.colonnade.planner.plan.PlanningException;
import dev.colonnade.planner.plan.Refusal;
import dev.colonnade.planner.plan.RefusalCode;
import dev.colonnade.planner.plan.RowMerge.TagMerge;
import dev.colonnade.planner.plan.StatementPlan;
import dev.colonnade.planner.refusal.Refusals;
import dev.colonnade.planner.rule.ScatterTemplate;
import dev.colonnade.planner.shape.Distribution;
import dev.colonnade.planner.shape.DmlShape;
import dev.colonnade.planner.shape.DmlShape.InsertedRow;
import dev.colonnade.planner.shape.KeyTerm;
import dev.colonnade.planner.shape.QueryShape;
import dev.colonnade.planner.shape.Relation;
import dev.colonnade.topology.TableName;
import dev.colonnade.topology.TablePlacement;
import dev.colonnade.topology.key.KeyType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Plans INSERT: rows of VALUES each to its database; a query's rows where they are. */
final class InsertPlanner {
    private final Planning planning;
    private final Statement.Insert insert;
    private final DmlShape dml;

    InsertPlanner(Planning planning, Statement.Insert insert) {
        this.planning = planning;
        this.insert = insert;
        DmlShape shape = planning.shape().dml();
        if (shape == null) {
            throw new IllegalStateException("INSERT without a shape");
        }
        this.dml = shape;
    }

    StatementPlan plan() {
        return switch (dml.target()) {
            case Relation.Sharded table -> sharded(table);
            case Relation.Reference table -> {
                ReferenceDefaults.checkInsert(table, insert, dml);
                yield ReferenceWrites.plan(planning, dml);
            }
            default ->
                planning.shape().requirements().isEmpty()
                        ? StatementPlanner.withoutShardedTables(planning)
                        : planning.routed(new Spread.Refused(ChangePlanner.writeAtHome(dml, insert.tableSpan())));
        };
    }

    private StatementPlan sharded(Relation.Sharded table) {
        checkKeyColumns(table);
        ConflictRules.check(insert, table);
        return dml.rows().isEmpty() ? fromQuery(table) : values(table);
    }

    private void checkKeyColumns(Relation.Sharded table) {
        List<String> keys = table.placement().keyColumns();
        List<String> columns = dml.inputColumns();
        if (columns == null) {
            throw Refusals.refuse(
                    insert.tableSpan(),
                    RefusalCode.INSERT_WITHOUT_KEY,
                    "cannot insert into \"" + table.name().name() + "\" without a column list",
                    "The schema catalogue doesn't have the table, so it isn't known which value is for the shard key "
                            + String.join(", ", keys) + ".",
                    "Name the columns.");
        }
        for (String key : keys) {
            int position = columns.indexOf(key);
            boolean given = insert.source() != null && position >= 0 && position < width();
            if (!given) {
                throw Refusals.refuse(
                        insert.tableSpan(),
                        RefusalCode.INSERT_WITHOUT_KEY,
                        "no value for column \"" + key + "\" of \""
                                + table.name().name() + "\"",
                        "The column is the shard key of " + table.name() + ": it says on which database a row is.",
                        "Add " + key + " to the column list, with a constant or a parameter.");
            }
        }
    }

    /** How many columns the source has; unknown ones count as enough. */
    private int width() {
        QueryShape input = dml.input();
        if (input == null) {
            return 0;
        }
        return input.columnsKnown() ? input.columns().size() : Integer.MAX_VALUE;
    }

    private StatementPlan values(Relation.Sharded table) {
        List<String> keys = table.placement().keyColumns();
        List<List<KeyTerm>> terms = new ArrayList<>();
        for (InsertedRow row : dml.rows()) {
            List<KeyTerm> key = new ArrayList<>();
            for (int i = 0; i < keys.size(); i++) {
                Optional<KeyTerm> term = row.keys().get(i);
                if (term.isEmpty()) {
                    throw notConstant(table, keys.get(i), row);
                }
                key.add(term.get());
            }
            terms.add(key);
        }
        RowRouter rows = new RowRouter(planning.databases(), table.name(), table.placement(), modifiers(table));
        Router others = new Router(planning.databases(), planning.shape().requirements());
        return new InsertPlan(
                planning.head(),
                planning.databases(),
                rows,
                others,
                planning.home(),
                terms,
                new InsertSplit(
                        planning.text(),
                        planning.parameters(),
                        dml.rows().stream().map(row -> row.row().span()).toList(),
                        !insert.returning().isEmpty()),
                whyNotSplit(table));
    }

    private RuntimeException notConstant(Relation.Sharded table, String key, InsertedRow row) {
        List<String> columns = dml.inputColumns();
        int position = columns == null ? -1 : columns.indexOf(key);
        boolean there = position >= 0 && position < row.row().items().size();
        Expr value = there ? row.row().items().get(position) : row.row();
        if (value instanceof Expr.Literal literal
                && literal.kind() == Expr.LiteralKind.INTEGER
                && keyType(table, key).isInteger()) {
            return Refusals.refuse(
                    value.span(),
                    RefusalCode.KEY_RANGE,
                    "value \"" + literal.value() + "\" is out of range for shard key column \"" + key + "\"",
                    "Keys of " + table.name() + " are " + keyType(table, key).typeName() + ".",
                    "");
        }
        if (value instanceof Expr.Literal literal) {
            String type = keyType(table, key).typeName();
            return Refusals.refuse(
                    value.span(),
                    RefusalCode.INSERT_KEY_VALUE,
                    "cannot read the value for shard key column \"" + key + "\" of \""
                            + table.name().name() + "\" as " + type + ": " + literal.value(),
                    "The column says on which database the row is, so the value must be plain to see.",
                    "Write it as PostgreSQL prints a value of type " + type + ".");
        }
        return Refusals.refuse(
                value.span(),
                RefusalCode.INSERT_KEY_EXPRESSION,
                "the value for shard key column \"" + key + "\" of \""
                        + table.name().name() + "\" is not a constant or a parameter",
                "The column says on which database the row is, so its value must be known before any database is asked.",
                "Work the value out in the application and pass it as a parameter.");
    }

    private static KeyType keyType(Relation.Sharded table, String key) {
        TablePlacement.Sharded placement = table.placement();
        return placement.colo().keyTypes().get(placement.keyColumns().indexOf(key));
    }

    private static List<KeyModifier> modifiers(Relation.Sharded table) {
        RelationInfo info = table.info();
        return table.placement().keyColumns().stream()
                .map(key -> info == null
                        ? KeyModifier.NONE
                        : info.column(key)
                                .map(ColumnInfo::type)
                                .map(KeyModifier::of)
                                .orElse(KeyModifier.NONE))
                .toList();
    }

    /** Why rows for several databases can't be sent to each; null where they can. */
    private @Nullable Refusal whyNotSplit(Relation.Sharded table) {
        boolean alone = insert.with().isEmpty()
                && planning.shape().requirements().isEmpty()
                && planning.home() == null
                && dml.source() instanceof Distribution.Everywhere;
        Query source = insert.source();
        boolean plain = source != null
                && source.with().isEmpty()
                && source.orderBy().isEmpty()
                && source.limitClause() == null
                && source.offsetClause() == null;
        if (alone && plain) {
            return null;
        }
        return Refusals.at(
                insert.tableSpan(),
                RefusalCode.MULTI_SHARD_WRITE,
                "cannot insert rows for several databases in this form",
                "WITH, ORDER BY, LIMIT or a subquery beside the rows for " + table.name()
                        + " would be worked out once per database.",
                "Insert plain VALUES, or one row per statement.");
    }

    private StatementPlan fromQuery(Relation.Sharded table) {
        QueryShape input = dml.input();
        if (input != null && input.body() instanceof QueryShape.SelectShape select) {
            checkNullKey(table, select);
        }
        return planning.routed(spread(table));
    }

    private void checkNullKey(Relation.Sharded table, QueryShape.SelectShape select) {
        List<String> columns = dml.inputColumns();
        List<Query.Item> items = select.select().items();
        for (String key : table.placement().keyColumns()) {
            int position = columns == null ? -1 : columns.indexOf(key);
            if (position >= 0
                    && position < items.size()
                    && items.get(position).expr() instanceof Expr.Literal literal
                    && literal.kind() == Expr.LiteralKind.NULL) {
                throw Refusals.refuse(
                        literal.span(),
                        RefusalCode.INSERT_NULL_KEY,
                        "null value in column \"" + key + "\" of relation \""
                                + table.name().name() + "\" violates not-null constraint",
                        "The column is the shard key of " + table.name() + ": it says on which database the row is.",
                        "Give a value for " + key + ".");
            }
        }
    }

    private Spread spread(Relation.Sharded table) {
        TablePlacement.Sharded placement = table.placement();
        boolean colocated = true;
        for (int key = 0; key < placement.keyColumns().size(); key++) {
            colocated &= dml.carriesKey(key);
        }
        if (!colocated || !(dml.source() instanceof Distribution.Partitioned)) {
            return new Spread.Refused(refusal(table.name(), placement));
        }
        try {
            FunctionRules.checkScatter(planning.functions());
            ScatterRules.check(planning.nodes());
        } catch (PlanningException refused) {
            return new Spread.Refused(refused.refusal());
        }
        return new Spread.Scattered(
                new ScatterBinder(planning.text(), ScatterTemplate.concat(planning.text(), TagMerge.SUM)));
    }

    private Refusal refusal(TableName table, TablePlacement.Sharded placement) {
        if (dml.source() instanceof Distribution.Unproven(Refusal why)) {
            return why;
        }
        return Refusals.at(
                insert.tableSpan(),
                RefusalCode.INSERT_SELECT,
                "cannot insert a query's rows into \"" + table.name() + "\" over several databases",
                "Its column for the shard key (" + String.join(", ", placement.keyColumns())
                        + ") isn't the shard key of the rows it reads, so a row may belong to another database than it comes from.",
                "Select the shard key of a table of colo " + placement.colo().name()
                        + " for it, give one value for it, or read the rows first and insert them with VALUES.");
    }
}
