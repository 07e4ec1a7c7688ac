package dev.colonnade.planner.shape;

import dev.colonnade.planner.ast.Expr;
import dev.colonnade.planner.ast.Query;
import dev.colonnade.planner.ast.Statement;
import dev.colonnade.planner.plan.RefusalCode;
import dev.colonnade.planner.refusal.Refusals;
import dev.colonnade.planner.shape.Distribution.Everywhere;
import dev.colonnade.planner.shape.Distribution.Partitioned;
import dev.colonnade.planner.shape.Distribution.Unproven;
import dev.colonnade.planner.shape.QueryShape.SelectShape;
import dev.colonnade.planner.shape.QueryShape.SetShape;
import dev.colonnade.planner.shape.QueryShape.ValuesShape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shapes queries: resolves their names, collects what they prove, works out how their rows are spread. */
final class QueryShaper {
    private final Shaping shaping;
    private final FromShaper fromShaper;

    QueryShaper(Shaping shaping) {
        this.shaping = shaping;
        this.fromShaper = new FromShaper(shaping, this);
    }

    QueryShape shape(Query query, Surroundings around) {
        shaping.countBlock();
        CteEnvironment ctes = declare(query.with(), query.recursive(), around);
        Surroundings inside = around.withCtes(ctes);
        boolean cuts = query.limitClause() != null || query.offsetClause() != null;
        QueryShape shape = switch (query.body()) {
            case Query.Select select -> select(query, select, inside);
            case Query.SetOperation operation -> set(query, operation, cuts ? inside.opaque() : inside);
            case Query.Values values -> values(query, values, inside);
        };
        Distribution rows = modifies(query.with(), around) == null
                ? shape.rows()
                : new Unproven(
                        Refusals.at(
                                query.span(),
                                RefusalCode.CTE,
                                "cannot change data in a common table expression over several databases",
                                "A data-modifying WITH query runs only where one database has all that the statement needs.",
                                "Give a value for the shard key in each part, or run the parts as statements of one transaction."));
        return new QueryShape(query, shape.body(), shape.columns(), shape.columnsKnown(), rows);
    }

    /** Puts common table expressions into sight: each sees those before it, and with RECURSIVE itself. */
    CteEnvironment declare(List<Query.Cte> with, boolean recursive, Surroundings around) {
        CteEnvironment ctes = around.ctes();
        if (recursive) {
            for (Query.Cte cte : with) {
                ctes = ctes.with(cte.name(), new CteEnvironment.Later(cte));
            }
        }
        for (Query.Cte cte : with) {
            ctes = ctes.with(cte.name(), new CteEnvironment.Common(cte, recursive, around.outer(), ctes));
        }
        return ctes;
    }

    /** Shapes the data-modifying ones of WITH, which run whether or not they are referred to; null where there are none. */
    @Nullable
    Distribution modifies(List<Query.Cte> with, Surroundings around) {
        Distribution modified = null;
        CteEnvironment ctes = around.ctes();
        for (Query.Cte cte : with) {
            if (!(cte.statement() instanceof Statement.Select)) {
                modified = new DmlShaper(shaping, this)
                        .shape(cte.statement(), Surroundings.of(around.outer(), ctes, around.place()))
                        .source();
            }
            ctes = ctes.with(cte.name(), new CteEnvironment.Common(cte, false, around.outer(), ctes));
        }
        return modified;
    }

    private QueryShape select(Query query, Query.Select select, Surroundings around) {
        EqualityClasses classes = new EqualityClasses();
        FromShaper.Result from = fromShaper.shape(select.from(), around, classes);
        Scope scope = from.scope();
        Distribution source = filtered(select.where(), from, classes, around);
        List<OutputColumn> columns = OutputColumns.of(query, select, scope);
        boolean known = OutputColumns.known(select.items(), scope);
        if (known) {
            tieToOperands(scope, columns, around, classes);
        }
        BlockExpressions parts = BlockExpressions.of(query, select, from);
        boolean spread = source instanceof Partitioned;
        source = placed(source, scope, classes, around, parts);
        boolean local = around.place() != null
                && source instanceof Everywhere
                && (spread || OuterReferences.within(parts.all(), scope));
        source = checkAggregates(source, scope, around, parts);
        SelectShape body = new SelectShape(select, scope, classes, source);
        Distribution rows = BlockRows.of(query, select, scope, classes, source).spread(columns, local);
        return new QueryShape(query, body, columns, known, rows);
    }

    private static Distribution checkAggregates(
            Distribution source, Scope scope, Surroundings around, BlockExpressions parts) {
        if (around.outer() == null) {
            return source;
        }
        return OuterReferences.aggregate(parts.others(), scope)
                .<Distribution>map(call -> new Unproven(Refusals.at(
                        call.span(),
                        RefusalCode.AGGREGATE,
                        "cannot merge an aggregate that a subquery works out for the query around it",
                        "All columns in " + call.simpleName() + "() are those of the outer query.",
                        "Move the aggregate out of the subquery.")))
                .orElse(source);
    }

    /** Reads WHERE, then ON, which depends on what WHERE rejects; then joins. */
    Distribution filtered(@Nullable Expr where, FromShaper.Result from, EqualityClasses classes, Surroundings around) {
        Scope scope = from.scope();
        List<Expr> conjuncts = where == null ? List.of() : ExprTree.conjuncts(where);
        List<Node> rejected = conjuncts.stream()
                .flatMap(conjunct -> Conditions.nullRejected(conjunct, scope).stream())
                .toList();
        for (Expr conjunct : conjuncts) {
            if (!shaping.conditions.inner(conjunct, scope, classes, around.filters())) {
                scope.items().stream()
                        .flatMap(item -> item.columns().stream())
                        .forEach(node -> shaping.graph.constrain(node, new ShardKeyPredicate.Nothing()));
            }
        }
        List<FromTree.Spread> trees = from.trees().stream()
                .map(tree -> FromTree.link(tree, rejected, shaping.conditions, classes))
                .toList();
        Distribution joined = new Everywhere();
        for (FromTree.Spread tree : trees) {
            joined = Distributions.inner(joined, tree.distribution(), classes, tree.place());
        }
        return joined;
    }

    /** Shapes the subqueries of a block's expressions, and settles where the block's rows are if it depends on the rows around it. */
    Distribution placed(
            Distribution source, Scope scope, EqualityClasses classes, Surroundings around, BlockExpressions parts) {
        Place place = around.place();
        Distribution placed = source;
        if (source instanceof Partitioned rows) {
            boolean local = place != null && place.holds(rows, classes);
            place = Place.of(rows, classes, local ? place : null);
            placed = local ? new Everywhere() : source;
        }
        SubqueryShaper subqueries = new SubqueryShaper(this, scope, around.ctes(), place);
        for (Expr conjunct : parts.conjuncts()) {
            placed = subqueries.conjunct(conjunct, placed, classes);
        }
        for (Expr expr : parts.others()) {
            placed = subqueries.expression(expr, placed, classes);
        }
        return placed;
    }

    /** {@code x IN (SELECT y ...)}: only the rows whose y is an x matter, if each row of the query is one of its FROM. */
    private void tieToOperands(Scope scope, List<OutputColumn> columns, Surroundings around, EqualityClasses classes) {
        for (int i = 0; i < Math.min(columns.size(), around.operands().size()); i++) {
            Node operand = around.operands().get(i);
            Node column = columns.get(i).node();
            if (operand != null && column != null && scope.isLocal(column)) {
                if (columns.get(i).open() && !around.nullsDecide()) {
                    classes.unite(operand, column);
                    shaping.graph.flows(operand, column);
                }
                if (around.filters()) {
                    shaping.graph.flows(column, operand);
                }
            }
        }
    }

    private QueryShape set(Query query, Query.SetOperation operation, Surroundings around) {
        Surroundings arm = new Surroundings(
                around.outer(), around.ctes(), around.place(), false, around.operands(), around.nullsDecide());
        QueryShape left = shape(operation.left(), arm);
        QueryShape right = shape(operation.right(), arm);
        boolean known = left.columnsKnown()
                && right.columnsKnown()
                && left.columns().size() == right.columns().size();
        boolean cuts = query.limitClause() != null || query.offsetClause() != null;
        List<OutputColumn> columns = new ArrayList<>();
        for (int i = 0; known && i < left.columns().size(); i++) {
            columns.add(merged(left.columns().get(i), right.columns().get(i), !cuts));
        }
        Distribution rows = SetRows.spread(operation, left, right, columns);
        SetShape body = new SetShape(operation, left, right, rows);
        return new QueryShape(query, body, columns, known, cuts ? SetRows.cut(rows, query) : rows);
    }

    /** A column that is fed from both arms. */
    private OutputColumn merged(OutputColumn left, OutputColumn right, boolean open) {
        Node l = left.node();
        Node r = right.node();
        if (l == null || r == null || !l.comparesWith(r)) {
            return new OutputColumn(left.name(), null, false);
        }
        Node both = new Node(left.name(), l.type(), l.valueType().or(r.valueType()));
        shaping.graph.union(both, List.of(l, r));
        if (left.open()) {
            shaping.graph.flows(both, l);
        }
        if (right.open()) {
            shaping.graph.flows(both, r);
        }
        return new OutputColumn(left.name(), both, open);
    }

    private QueryShape values(Query query, Query.Values values, Surroundings around) {
        Scope scope = Scope.EMPTY.within(around.outer());
        SubqueryShaper subqueries = new SubqueryShaper(this, scope, around.ctes(), around.place());
        Distribution rows = new Everywhere();
        for (Expr.Row row : values.rows()) {
            rows = subqueries.expression(row, rows, new EqualityClasses());
        }
        List<OutputColumn> columns = new ArrayList<>();
        int width =
                values.rows().isEmpty() ? 0 : values.rows().getFirst().items().size();
        for (int i = 1; i <= width; i++) {
            columns.add(new OutputColumn("column" + i, null, false));
        }
        return new QueryShape(query, new ValuesShape(values), columns, true, rows);
    }
}
