package dev.colonnade.planner.shape;

import dev.colonnade.planner.ast.Expr;
import dev.colonnade.planner.ast.Query;
import dev.colonnade.planner.ast.Statement;
import dev.colonnade.planner.catalog.SchemaCatalog.ColumnInfo;
import dev.colonnade.planner.catalog.SchemaCatalog.RelationInfo;
import dev.colonnade.planner.shape.Distribution.Everywhere;
import dev.colonnade.planner.shape.DmlShape.InsertedRow;
import dev.colonnade.planner.shape.QueryShape.ValuesShape;
import dev.colonnade.topology.key.KeyType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Shapes statements that change data. */
final class DmlShaper {
    private final Shaping shaping;
    private final QueryShaper queries;

    DmlShaper(Shaping shaping, QueryShaper queries) {
        this.shaping = shaping;
        this.queries = queries;
    }

    DmlShape shape(Statement statement, Surroundings around) {
        return switch (statement) {
            case Statement.Insert insert -> insert(insert, around);
            case Statement.Update update -> {
                List<Expr> others = new ArrayList<>();
                update.assignments().forEach(assignment -> others.add(assignment.value()));
                update.returning().forEach(item -> others.add(item.expr()));
                yield changed(
                        update.with(),
                        update.recursive(),
                        update.target(),
                        update.from(),
                        update.where(),
                        others,
                        around);
            }
            case Statement.Delete delete ->
                changed(
                        delete.with(),
                        delete.recursive(),
                        delete.target(),
                        delete.using(),
                        delete.where(),
                        delete.returning().stream().map(Query.Item::expr).toList(),
                        around);
            case Statement.Merge merge -> {
                List<Expr> others = new ArrayList<>(merge.actionExpressions());
                others.add(merge.on());
                merge.returning().forEach(item -> others.add(item.expr()));
                yield changed(
                        merge.with(), merge.recursive(), merge.target(), List.of(merge.source()), null, others, around);
            }
            default ->
                throw new IllegalArgumentException("statement: " + statement + " (expected: one that changes data)");
        };
    }

    private DmlShape changed(
            List<Query.Cte> with,
            boolean recursive,
            Query.Table table,
            List<Query.From> others,
            @Nullable Expr where,
            List<Expr> expressions,
            Surroundings around) {
        Surroundings inside = around.withCtes(queries.declare(with, recursive, around));
        Distribution modified = queries.modifies(with, around);
        EqualityClasses classes = new EqualityClasses();
        Relation target = shaping.relations.resolve(table.name());
        RangeItem item = shaping.occurrence(target, table.alias(), table.span());
        List<Node> keys = target instanceof Relation.Sharded
                ? shaping.occurrences.getLast().keys()
                : List.of();
        FromShaper shaper = new FromShaper(shaping, queries);
        FromShaper.Result from = shaper.withTarget(item, table, shaper.shape(others, inside, classes), inside.outer());
        Distribution source = queries.filtered(where, from, classes, inside);
        List<Expr> rest = new ArrayList<>(expressions);
        rest.addAll(from.expressions());
        BlockExpressions parts = new BlockExpressions(where == null ? List.of() : ExprTree.conjuncts(where), rest);
        source = queries.placed(source, from.scope(), classes, inside, parts);
        return new DmlShape(
                target, keys, from.scope(), classes, modified == null ? source : modified, null, null, List.of());
    }

    private DmlShape insert(Statement.Insert insert, Surroundings around) {
        Surroundings inside = around.withCtes(queries.declare(insert.with(), insert.recursive(), around));
        Distribution modified = queries.modifies(insert.with(), around);
        Relation target = shaping.relations.resolve(insert.table());
        RangeItem item = shaping.occurrence(target, insert.alias(), insert.tableSpan());
        List<Node> keys = target instanceof Relation.Sharded
                ? shaping.occurrences.getLast().keys()
                : List.of();
        QueryShape input = insert.source() == null ? null : queries.shape(insert.source(), inside);
        List<String> columns = columns(insert, target);
        List<InsertedRow> rows = List.of();
        if (target instanceof Relation.Sharded sharded && input != null && columns != null) {
            List<Integer> positions = sharded.placement().keyColumns().stream()
                    .map(columns::indexOf)
                    .toList();
            for (int i = 0; i < keys.size(); i++) {
                take(keys.get(i), positions.get(i), input);
            }
            rows = rows(input, keys, positions);
        }
        Scope scope = new Scope(List.of(item), java.util.Map.of(), inside.outer());
        Distribution source = input == null ? new Everywhere() : input.rows();
        SubqueryShaper subqueries = new SubqueryShaper(queries, scope, inside.ctes(), null);
        for (Expr expr : otherExpressions(insert)) {
            source = subqueries.expression(expr, source, new EqualityClasses());
        }
        return new DmlShape(
                target, keys, scope, new EqualityClasses(), modified == null ? source : modified, input, columns, rows);
    }

    private List<InsertedRow> rows(QueryShape input, List<Node> keys, List<Integer> positions) {
        if (!(input.body() instanceof ValuesShape(Query.Values values))) {
            return List.of();
        }
        List<InsertedRow> rows = new ArrayList<>();
        for (Expr.Row row : values.rows()) {
            List<Optional<KeyTerm>> terms = new ArrayList<>();
            for (int i = 0; i < keys.size(); i++) {
                int position = positions.get(i);
                KeyType type = keys.get(i).type();
                terms.add(
                        position < 0 || position >= row.items().size() || type == null
                                ? Optional.empty()
                                : shaping.terms.ofAssigned(row.items().get(position), type));
            }
            rows.add(new InsertedRow(row, terms));
        }
        return rows;
    }

    private static List<Expr> otherExpressions(Statement.Insert insert) {
        List<Expr> exprs = new ArrayList<>();
        Statement.OnConflict conflict = insert.onConflict();
        if (conflict != null) {
            conflict.assignments().forEach(assignment -> exprs.add(assignment.value()));
            if (conflict.where() != null) {
                exprs.add(conflict.where());
            }
        }
        insert.returning().forEach(item -> exprs.add(item.expr()));
        return exprs;
    }

    /** The columns that INSERT fills: those it names, or all in the table's order. */
    private static @Nullable List<String> columns(Statement.Insert insert, Relation target) {
        if (insert.columns() != null) {
            return insert.columns();
        }
        RelationInfo info = Relations.infoOf(target);
        return info == null
                ? null
                : info.columns().stream().map(ColumnInfo::name).toList();
    }

    /** The key of the new rows is that of the input's column at this position. */
    private void take(Node key, int position, QueryShape input) {
        KeyType type = key.type();
        if (position < 0 || type == null) {
            return;
        }
        if (input.body() instanceof ValuesShape(Query.Values values)) {
            List<Expr> exprs = new ArrayList<>();
            for (Expr.Row row : values.rows()) {
                if (position < row.items().size()) {
                    exprs.add(row.items().get(position));
                }
            }
            if (exprs.size() == values.rows().size()) {
                stored(exprs, key, type).ifPresent(predicate -> shaping.graph.constrain(key, predicate));
            }
            return;
        }
        if (input.columnsKnown() && position < input.columns().size()) {
            Node from = input.columns().get(position).node();
            if (from != null && key.stores(from)) {
                shaping.graph.flows(from, key);
            }
        }
        constant(input, position, key, type).ifPresent(predicate -> shaping.graph.constrain(key, predicate));
    }

    /** What the column holds when one of these is assigned to it, which a modifier may round or cut. */
    private Optional<ShardKeyPredicate> stored(List<Expr> exprs, Node key, KeyType type) {
        List<KeyTerm> terms = new ArrayList<>();
        for (Expr expr : exprs) {
            shaping.terms.ofAssigned(expr, type).ifPresent(terms::add);
        }
        boolean all = terms.size() == exprs.size() && key.valueType().modifier().isEmpty();
        return all ? Optional.of(ShardKeyPredicate.in(terms)) : Optional.empty();
    }

    private Optional<ShardKeyPredicate> constant(QueryShape input, int position, Node key, KeyType type) {
        if (input.body() instanceof QueryShape.SelectShape select
                && select.select().items().stream().noneMatch(Query.Item::isSeveral)
                && position < select.select().items().size()) {
            return stored(List.of(select.select().items().get(position).expr()), key, type);
        }
        return Optional.empty();
    }
}
