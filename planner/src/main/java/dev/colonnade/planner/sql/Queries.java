package dev.colonnade.planner.sql;

import dev.colonnade.grammar.Aliases;
import dev.colonnade.grammar.Names;
import dev.colonnade.grammar.PgDerived;
import dev.colonnade.grammar.PgFunctionTable;
import dev.colonnade.grammar.PgItem;
import dev.colonnade.grammar.PgJoin;
import dev.colonnade.grammar.PgLock;
import dev.colonnade.grammar.PgQuery;
import dev.colonnade.grammar.PgRow;
import dev.colonnade.grammar.PgSelect;
import dev.colonnade.grammar.PgSpecial;
import dev.colonnade.grammar.PgTable;
import dev.colonnade.grammar.PgWindow;
import dev.colonnade.planner.ast.Expr;
import dev.colonnade.planner.ast.Query;
import dev.colonnade.planner.ast.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSetOperator;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** From the grammar's nodes to {@link Query}. */
final class Queries {
    private final Source source;
    private final Statements statements;
    private final Expressions expressions;

    Queries(Source source, Statements statements) {
        this.source = source;
        this.statements = statements;
        this.expressions = new Expressions(source, this);
    }

    Expressions expressions() {
        return expressions;
    }

    static boolean isQuery(SqlNode node) {
        return switch (node) {
            case PgQuery query -> isQuery(query.body);
            case PgSpecial special -> special.what.equals(PgSpecial.TABLE);
            case PgSelect select -> true;
            case SqlWith with -> true;
            default -> node.getKind() == SqlKind.VALUES || isSetOperation(node);
        };
    }

    private static boolean isSetOperation(SqlNode node) {
        return node instanceof SqlCall call && call.getOperator() instanceof SqlSetOperator;
    }

    Query query(SqlNode node) {
        source.enter(node);
        try {
            return switch (node) {
                case PgQuery query -> clauses(query);
                case SqlWith with -> with(with);
                case PgSelect select -> plain(select(select));
                default -> plain(otherBody(node));
            };
        } finally {
            source.leave();
        }
    }

    private Query.Body otherBody(SqlNode node) {
        if (node instanceof PgSpecial special && special.what.equals(PgSpecial.TABLE)) {
            return explicitTable(special);
        }
        if (node instanceof SqlCall call && isSetOperation(call)) {
            return setOperation(call);
        }
        if (node instanceof SqlCall call && call.getKind() == SqlKind.VALUES) {
            return values(call);
        }
        throw source.notUnderstood(node, "a query is expected");
    }

    private static Query plain(Query.Body body) {
        return new Query(
                body.span(), false, List.of(), body, List.of(), null, null, null, false, null, null, List.of());
    }

    /** Clauses behind a query in parentheses are clauses of that query, to PostgreSQL too; it refuses to have one twice. */
    private Query clauses(PgQuery node) {
        PgQuery.Clauses clauses = node.clauses;
        Query inner = query(node.body);
        boolean twice = (clauses.orderBy != null && inner.orderByClause() != null)
                || (clauses.limitPos != null && inner.limitClause() != null)
                || (clauses.offsetPos != null && inner.offsetClause() != null);
        if (twice) {
            throw source.notUnderstood(node, "clause given twice");
        }
        Span span = source.withAllParentheses(inner.span()).cover(source.span(node));
        List<Query.Lock> locks = new ArrayList<>(inner.locks());
        for (PgLock lock : clauses.locks) {
            locks.add(lock(lock));
        }
        Span limitClause = spanOf(clauses.limitPos);
        Expr limit = clauses.limit == null ? null : expressions.expr(clauses.limit);
        if (clauses.fetchOne && limitClause != null) {
            limit = new Expr.Literal(
                    source.tokens().span(source.tokens().startingAt(limitClause.start()) + 1),
                    Expr.LiteralKind.INTEGER,
                    "1");
        }
        boolean hasOrder = clauses.orderBy != null;
        boolean hasLimit = clauses.limitPos != null;
        boolean hasOffset = clauses.offsetPos != null;
        return new Query(
                span,
                inner.recursive(),
                inner.with(),
                inner.body(),
                hasOrder ? expressions.orderBy(clauses.orderBy) : inner.orderBy(),
                hasOrder ? spanOf(clauses.orderByPos) : inner.orderByClause(),
                hasLimit ? limit : inner.limit(),
                hasLimit ? limitClause : inner.limitClause(),
                hasLimit ? clauses.withTies : inner.withTies(),
                hasOffset ? expressions.optional(clauses.offset) : inner.offset(),
                hasOffset ? spanOf(clauses.offsetPos) : inner.offsetClause(),
                locks);
    }

    private @Nullable Span spanOf(@Nullable SqlParserPos position) {
        return position == null ? null : source.span(position);
    }

    private Query.Lock lock(PgLock lock) {
        List<String> of = new ArrayList<>();
        for (SqlNode table : lock.of) {
            of.add(Names.of((SqlIdentifier) table).getLast());
        }
        return new Query.Lock(source.span(lock), lock.strength, of, lock.waiting);
    }

    private Query with(SqlWith node) {
        Query inner = query(node.body);
        if (!inner.with().isEmpty()) {
            throw source.notUnderstood(node, "multiple WITH clauses");
        }
        Span span = source.span(node.withList).cover(source.withAllParentheses(inner.span()));
        return new Query(
                span,
                recursive(node.withList),
                ctes(node.withList),
                inner.body(),
                inner.orderBy(),
                inner.orderByClause(),
                inner.limit(),
                inner.limitClause(),
                inner.withTies(),
                inner.offset(),
                inner.offsetClause(),
                inner.locks());
    }

    boolean recursive(@Nullable SqlNodeList with) {
        if (with == null) {
            return false;
        }
        int word = Source.first(with) + 1;
        return source.tokens().isWord(word, "recursive") && source.tokens().isName(word + 1) && !isWithAs(word + 1);
    }

    /** {@code WITH recursive AS (...)}: then it is a name. */
    private boolean isWithAs(int word) {
        return source.tokens().isWord(word, "as") && source.tokens().isPunctuation(word + 1, '(');
    }

    List<Query.Cte> ctes(@Nullable SqlNodeList with) {
        List<Query.Cte> ctes = new ArrayList<>();
        if (with != null) {
            for (SqlNode node : with) {
                SqlWithItem item = (SqlWithItem) node;
                PgSpecial searched = item.query instanceof PgSpecial special && special.what.equals(PgSpecial.SEARCHED)
                        ? special
                        : null;
                ctes.add(new Query.Cte(
                        source.span(item),
                        item.name.getSimple(),
                        Source.simpleNames(item.columnList),
                        statements.statement(searched == null ? item.query : searched.children.getFirst()),
                        searched != null));
            }
        }
        return ctes;
    }

    private Query.SetOperation setOperation(SqlCall call) {
        SqlSetOperator operator = (SqlSetOperator) call.getOperator();
        Query left = query(call.operand(0));
        Query right = query(call.operand(1));
        Span span = source.withAllParentheses(left.span()).cover(source.withAllParentheses(right.span()));
        String name = operator.getKind().name().toLowerCase(Locale.ROOT);
        return new Query.SetOperation(span, name, operator.isAll(), left, right);
    }

    private Query.Values values(SqlCall call) {
        List<Expr.Row> rows = new ArrayList<>();
        for (SqlNode row : call.getOperandList()) {
            rows.add(row((PgRow) row));
        }
        return new Query.Values(source.span(call), rows);
    }

    private Expr.Row row(PgRow row) {
        return new Expr.Row(source.span(row), expressions.list(row.items));
    }

    private Query.Select explicitTable(PgSpecial special) {
        Query.Table table = table((PgTable) special.children.getFirst());
        Span nothing = new Span(table.span().start(), table.span().start());
        Query.Item star = new Query.Item(nothing, new Expr.Star(nothing, List.of()), null);
        return new Query.Select(
                source.span(special),
                false,
                List.of(),
                List.of(star),
                nothing,
                List.of(table),
                null,
                List.of(),
                false,
                null,
                null,
                List.of(),
                false);
    }

    private Query.Select select(PgSelect select) {
        List<Query.Item> items = items(select.items);
        return new Query.Select(
                source.span(select),
                select.distinct,
                expressions.list(select.distinctOn),
                items,
                itemsSpan(select, items),
                from(select.from),
                expressions.optional(select.where),
                groupBy(select.groupBy),
                isGroupByDistinct(select.groupBy),
                expressions.optional(select.having),
                spanOf(select.havingPosition),
                windows(select.windows),
                select.into);
    }

    /** Where there are no items: the empty span behind SELECT and DISTINCT. */
    private Span itemsSpan(PgSelect select, List<Query.Item> items) {
        if (!items.isEmpty()) {
            return items.getFirst().span().cover(items.getLast().span());
        }
        int last = Source.first(select);
        if (select.distinctOn != null) {
            last = select.distinctOn.getParserPosition().getEndColumnNum() - 1;
        } else if (select.distinct || source.tokens().isWord(last + 1, "all")) {
            last++;
        }
        return new Span(source.tokens().end(last), source.tokens().end(last));
    }

    List<Query.Item> items(@Nullable Iterable<? extends @Nullable SqlNode> nodes) {
        List<Query.Item> items = new ArrayList<>();
        if (nodes != null) {
            for (SqlNode node : nodes) {
                if (node instanceof PgItem item) {
                    items.add(new Query.Item(
                            source.span(item), expressions.expr(item.expression), Source.name(item.alias)));
                }
            }
        }
        return items;
    }

    /** Calcite's production wraps GROUP BY DISTINCT into one call. */
    private static boolean isGroupByDistinct(@Nullable SqlNodeList groupBy) {
        return groupBy != null && groupBy.size() == 1 && groupBy.get(0).getKind() == SqlKind.GROUP_BY_DISTINCT;
    }

    private List<Expr> groupBy(@Nullable SqlNodeList groupBy) {
        if (isGroupByDistinct(groupBy) && groupBy != null) {
            return expressions.list(((SqlCall) groupBy.get(0)).getOperandList());
        }
        return expressions.list(groupBy);
    }

    private List<Query.NamedWindow> windows(@Nullable SqlNodeList nodes) {
        List<Query.NamedWindow> windows = new ArrayList<>();
        if (nodes != null) {
            for (SqlNode node : nodes) {
                PgWindow window = (PgWindow) node;
                String name = window.name == null ? "" : window.name.getSimple();
                windows.add(new Query.NamedWindow(name, expressions.window(window)));
            }
        }
        return windows;
    }

    List<Query.From> from(@Nullable SqlNodeList nodes) {
        List<Query.From> from = new ArrayList<>();
        if (nodes != null) {
            for (SqlNode node : nodes) {
                from.add(from(node));
            }
        }
        return from;
    }

    Query.From from(SqlNode node) {
        source.enter(node);
        try {
            return switch (node) {
                case PgTable table -> table(table);
                case PgDerived derived ->
                    new Query.Derived(
                            source.span(derived),
                            query(derived.query),
                            derived.lateral,
                            Source.name(Aliases.name(derived.alias)),
                            Source.simpleNames(Aliases.columns(derived.alias)));
                case PgFunctionTable function ->
                    new Query.Function(
                            source.span(function),
                            expressions.list(function.calls),
                            function.ordinality,
                            Source.name(Aliases.name(function.alias)),
                            Source.simpleNames(Aliases.columns(function.alias)));
                case PgJoin join ->
                    new Query.Join(
                            source.span(join),
                            Query.JoinKind.valueOf(join.type.toUpperCase(Locale.ROOT)),
                            join.natural,
                            from(join.left),
                            from(join.right),
                            expressions.optional(join.on),
                            Source.simpleNames(join.using),
                            Source.name(join.usingAlias),
                            Source.name(Aliases.name(join.alias)),
                            Source.simpleNames(Aliases.columns(join.alias)));
                default -> throw source.notUnderstood(node, "item of FROM is not understood");
            };
        } finally {
            source.leave();
        }
    }

    Query.Table table(PgTable table) {
        return new Query.Table(
                source.span(table),
                source.span(table.name),
                Names.of(table.name),
                Source.name(table.alias),
                Source.simpleNames(table.columns),
                table.only,
                table.sample != null,
                table.sample instanceof PgSpecial sample ? expressions.list(sample.children) : List.of());
    }
}
