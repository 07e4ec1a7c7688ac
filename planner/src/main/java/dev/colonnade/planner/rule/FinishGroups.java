package dev.colonnade.planner.rule;

import dev.colonnade.planner.ast.Expr;
import dev.colonnade.planner.ast.Query;
import dev.colonnade.planner.ast.Span;
import dev.colonnade.planner.catalog.SchemaCatalog.Collation;
import dev.colonnade.planner.plan.FinalQuery;
import dev.colonnade.planner.plan.FinalQuery.Part;
import dev.colonnade.planner.plan.FinalQuery.Part.Rows;
import dev.colonnade.planner.plan.Fragment;
import dev.colonnade.planner.plan.PlanningException;
import dev.colonnade.planner.plan.RefusalCode;
import dev.colonnade.planner.refusal.Refusals;
import dev.colonnade.planner.shape.Aggregates;
import dev.colonnade.planner.shape.Distribution.Partitioned;
import dev.colonnade.planner.shape.ExprTree;
import dev.colonnade.planner.shape.Grouping;
import dev.colonnade.planner.shape.OutputColumns;
import dev.colonnade.planner.shape.QueryShape;
import dev.colonnade.planner.shape.QueryShape.SelectShape;
import dev.colonnade.planner.sql.FromClause;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Groups over several databases of which more is asked than a merge can do: expressions over aggregates, orders and conditions of any kind,
 * windows, GROUPING SETS.
 *
 * <pre>
 *   Before: Order <- Select avg(x) + 1 <- Having h <- Group g <- Merge(a, b)
 *   After:  Order <- Select sum(s) / sum(n) + 1 <- Having h <- Group g <- Gather(Group g, sum(x) s, count(x) n <- a, ... <- b)
 * </pre>
 *
 * <p>The fragment groups as finely as the final query needs; what is above it runs in one PostgreSQL, with the fragment's columns in place of
 * aggregates and grouping expressions. Refuses what isn't made of those: subqueries, columns beside the groups.
 */
public final class FinishGroups {
    private static final String MERGED = "_m";

    private final String text;
    private final Query query;
    private final SelectShape shape;
    private final Query.Select select;
    private final PartialColumns columns;

    private FinishGroups(String text, Query query, SelectShape shape, Values values) {
        this.text = text;
        this.query = query;
        this.shape = shape;
        this.select = shape.select();
        this.columns = new PartialColumns(text, MERGED, values);
    }

    /**
     * The staged form; empty where the query has no groups over several databases.
     *
     * @throws PlanningException where it isn't made of aggregates and groups
     */
    public static Optional<StagedTemplate> of(String text, QueryShape query, Collation defaultCollation) {
        if (!(query.body() instanceof SelectShape shape) || !(shape.source() instanceof Partitioned rows)) {
            return Optional.empty();
        }
        if (!new BlockFacts(query.query(), shape, rows).isGroupedAcross()
                || shape.select().itemsSpan().end()
                        == shape.select().itemsSpan().start()) {
            return Optional.empty();
        }
        Values values = new Values(shape.scope(), defaultCollation);
        String name = new BlockFacts(query.query(), shape, rows).tables();
        return Optional.of(new FinishGroups(text, query.query(), shape, values).template(name));
    }

    private StagedTemplate template(String name) {
        List<Expr> grouped = new ArrayList<>();
        List<Expr> elements = Grouping.of(select, shape.scope()).expressions();
        for (Expr element : elements) {
            leaves(element, grouped);
        }
        grouped.forEach(columns::group);
        List<Part> parts = new ArrayList<>();
        selectList(parts);
        text(parts, " FROM ");
        parts.add(new Rows(0));
        text(parts, " AS " + MERGED);
        if (!elements.isEmpty()) {
            text(parts, select.groupByDistinct() ? " GROUP BY DISTINCT " : " GROUP BY ");
            list(parts, elements);
        }
        if (select.having() != null) {
            text(parts, " HAVING ");
            render(parts, select.having());
        }
        windows(parts);
        orderBy(parts);
        clause(parts, query.limitClause(), query.limit());
        clause(parts, query.offsetClause(), query.offset());
        String fragment = fragment();
        String shapeSql = "SELECT " + String.join(", ", columns.names()) + " FROM (" + fragment + ") AS _s WHERE false";
        return new StagedTemplate(
                fragment,
                new Fragment("partial aggregates of " + name, columns.names(), shapeSql),
                new FinalQuery(parts, columns.provisos()));
    }

    /** What a GROUP BY element groups by: itself, or the expressions in ROLLUP and the like. */
    private static void leaves(Expr element, List<Expr> found) {
        if (element instanceof Expr.Other other) {
            other.children().forEach(child -> leaves(child, found));
        } else if (element instanceof Expr.Row row) {
            row.items().forEach(item -> leaves(item, found));
        } else {
            if (element instanceof Expr.Literal || !ExprTree.queries(element).isEmpty()) {
                throw refuse(element, "It groups by a constant or a subquery.");
            }
            found.add(element);
        }
    }

    private String fragment() {
        StringBuilder sql = new StringBuilder(text.length() + 100);
        if (!query.with().isEmpty()) {
            String with = new Span(query.span().start(), select.span().start()).of(text);
            sql.append(with.replaceAll("[\\s(]+$", "")).append(' ');
        }
        sql.append("SELECT 0::pg_catalog.int2 AS _f");
        columns.definitions().forEach(definition -> sql.append(", ").append(definition));
        sql.append(' ').append(FromClause.after(text, select.itemsSpan().end()).of(text));
        List<String> groups = columns.groups();
        if (!groups.isEmpty()) {
            sql.append(" GROUP BY ").append(String.join(", ", groups));
        }
        return sql.toString();
    }

    private void selectList(List<Part> parts) {
        text(parts, "SELECT ");
        if (select.distinct()) {
            text(parts, "DISTINCT ");
        }
        if (!select.distinctOn().isEmpty()) {
            text(parts, "DISTINCT ON (");
            for (int i = 0; i < select.distinctOn().size(); i++) {
                text(parts, i == 0 ? "" : ", ");
                key(parts, select.distinctOn().get(i));
            }
            text(parts, ") ");
        }
        for (int i = 0; i < select.items().size(); i++) {
            Query.Item item = select.items().get(i);
            text(parts, i == 0 ? "" : ", ");
            render(parts, item.expr());
            text(parts, " AS " + OrderKeys.quoted(OutputColumns.nameOf(item)));
        }
    }

    private void windows(List<Part> parts) {
        for (int i = 0; i < select.windows().size(); i++) {
            Query.NamedWindow window = select.windows().get(i);
            List<Expr> inside = new ArrayList<>(window.spec().partitionBy());
            window.spec().orderBy().forEach(item -> inside.add(item.expr()));
            inside.addAll(window.spec().others());
            text(parts, (i == 0 ? " WINDOW " : ", ") + OrderKeys.quoted(window.name()) + " AS ");
            boolean parenthesised = text.charAt(window.spec().span().start()) == '(';
            text(parts, parenthesised ? "" : "(");
            copy(parts, window.spec().span(), inside);
            text(parts, parenthesised ? "" : ")");
        }
    }

    private void orderBy(List<Part> parts) {
        for (int i = 0; i < query.orderBy().size(); i++) {
            Expr.OrderItem item = query.orderBy().get(i);
            text(parts, i == 0 ? " ORDER BY " : ", ");
            int start = parts.size();
            key(parts, item.expr());
            // what stands behind the expression: ASC, DESC, USING, NULLS
            String whole = item.span().of(text);
            int behind = item.expr().span().end() - item.span().start();
            String rest = behind >= 0 && behind <= whole.length() ? whole.substring(behind) : "";
            String direction = rest.replaceAll("^[\\s)]+", "");
            if (parts.size() == start) {
                throw refuse(item.expr(), "It is sorted by nothing.");
            }
            text(parts, direction.isEmpty() ? "" : " " + direction);
        }
    }

    /** An element of ORDER BY or DISTINCT ON: positions and output names stay what they are. */
    private void key(List<Part> parts, Expr expr) {
        boolean position = expr instanceof Expr.Literal literal && literal.kind() == Expr.LiteralKind.INTEGER;
        boolean output = expr instanceof Expr.ColumnRef reference
                && reference.parts().size() == 1
                && select.items().stream()
                        .anyMatch(item -> OutputColumns.nameOf(item).equals(reference.column()));
        if (position || output) {
            text(parts, expr.span().of(text));
        } else {
            render(parts, expr);
        }
    }

    private void clause(List<Part> parts, @Nullable Span clause, @Nullable Expr amount) {
        if (clause != null) {
            if (amount != null
                    && ExprTree.all(amount).stream()
                            .anyMatch(part -> part instanceof Expr.ColumnRef
                                    || !ExprTree.queries(part).isEmpty())) {
                throw refuse(amount, "It depends on rows.");
            }
            text(parts, " " + clause.of(text));
        }
    }

    private void list(List<Part> parts, List<Expr> exprs) {
        for (int i = 0; i < exprs.size(); i++) {
            text(parts, i == 0 ? "" : ", ");
            render(parts, exprs.get(i));
        }
    }

    /** The expression over the fragment's columns. */
    private void render(List<Part> parts, Expr expr) {
        Optional<String> group = columns.groupColumn(expr, shape.scope());
        if (group.isPresent()) {
            text(parts, group.get());
        } else if (Aggregates.isAggregate(expr)) {
            aggregate(parts, (Expr.Call) expr);
        } else if (expr instanceof Expr.ColumnRef || expr instanceof Expr.Star) {
            throw refuse(expr, "It is neither an aggregate nor grouped by.");
        } else if (!ExprTree.queries(expr).isEmpty()) {
            throw refuse(expr, "It is a subquery.");
        } else {
            copy(parts, expr.span(), ExprTree.children(expr));
        }
    }

    private void aggregate(List<Part> parts, Expr.Call call) {
        if (columns.combine(parts, call)) {
            return;
        }
        if (!call.distinct() || call.withinGroup()) {
            throw refuse(call, "How its partial results combine isn't known here.");
        }
        // each value once per group: the values themselves are moved, and the aggregate is applied there
        List<Expr> inside = ExprTree.children(call);
        for (Expr argument : inside) {
            if (argument instanceof Expr.Star || argument instanceof Expr.Row) {
                throw refuse(call, "Its argument is a row.");
            }
            if (!(argument instanceof Expr.Literal) && !(argument instanceof Expr.Param)) {
                columns.group(argument);
            }
        }
        copy(parts, call.span(), inside);
    }

    /** The text of a span, with what is below in place of what stood there. */
    private void copy(List<Part> parts, Span span, List<Expr> below) {
        int at = span.start();
        List<Expr> inOrder = below.stream()
                .sorted(Comparator.comparingInt((Expr e) -> e.span().start()))
                .toList();
        for (Expr child : inOrder) {
            if (child.span().start() < at || child.span().end() > span.end()) {
                throw refuse(child, "Where it stands isn't certain.");
            }
            text(parts, text.substring(at, child.span().start()));
            render(parts, child);
            at = child.span().end();
        }
        text(parts, text.substring(at, span.end()));
    }

    private static void text(List<Part> parts, String sql) {
        if (!sql.isEmpty()) {
            parts.add(new Part.Text(sql));
        }
    }

    private static PlanningException refuse(Expr place, String why) {
        return Refusals.refuse(
                place.span(),
                RefusalCode.AGGREGATE,
                "cannot work out this expression over merged groups",
                why,
                "Add the shard key to GROUP BY, or give a value for it.");
    }
}
