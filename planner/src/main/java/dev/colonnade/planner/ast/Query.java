package dev.colonnade.planner.ast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A query expression: a body, and what applies to all of it. Parentheses around it are not part of the span.
 *
 * @param with common table expressions, in order; empty where there is no WITH
 * @param limit the row count of LIMIT or FETCH; null for none, and for LIMIT ALL
 * @param limitClause the whole {@code LIMIT x} or {@code FETCH FIRST ...} with its keywords, also for LIMIT ALL; null where absent
 * @param offsetClause the whole {@code OFFSET m [ROWS]}; null where absent
 * @param orderByClause the whole {@code ORDER BY ...}; null where absent
 */
public record Query(
        Span span,
        boolean recursive,
        List<Cte> with,
        Body body,
        List<Expr.OrderItem> orderBy,
        @Nullable Span orderByClause,
        @Nullable Expr limit,
        @Nullable Span limitClause,
        boolean withTies,
        @Nullable Expr offset,
        @Nullable Span offsetClause,
        List<Lock> locks) {
    public Query {
        with = List.copyOf(with);
        orderBy = List.copyOf(orderBy);
        locks = List.copyOf(locks);
    }

    /**
     * {@code name (columns) AS [NOT] MATERIALIZED (statement)}; the statement is a query or a data-modifying one.
     *
     * @param searched whether SEARCH or CYCLE adds columns to those of the statement
     */
    public record Cte(Span span, String name, List<String> columns, Statement statement, boolean searched) {
        public Cte {
            columns = List.copyOf(columns);
        }
    }

    /** {@code FOR UPDATE OF t SKIP LOCKED}; strength is {@code update}, {@code "no key update"}, {@code share} or {@code "key share"}; waitPolicy is {@code nowait}, {@code "skip locked"} or empty. */
    public record Lock(Span span, String strength, List<String> of, String waitPolicy) {
        public Lock {
            of = List.copyOf(of);
        }
    }

    /** What produces the rows. */
    public sealed interface Body {
        Span span();
    }

    /**
     * A SELECT block. {@code TABLE t} is given as {@code SELECT *} with an empty {@code itemsSpan} (nothing can be edited in there).
     *
     * @param distinctOn the expressions of DISTINCT ON; empty without
     * @param itemsSpan from the first select item to the end of the last, aliases included
     * @param from comma-separated items of FROM
     * @param groupBy grouping expressions; a GROUPING SETS, ROLLUP or CUBE element is an {@link Expr.Other} named so
     * @param havingClause the whole {@code HAVING ...}
     * @param windows the expressions of a WINDOW clause
     * @param into true for SELECT INTO
     */
    public record Select(
            Span span,
            boolean distinct,
            List<Expr> distinctOn,
            List<Item> items,
            Span itemsSpan,
            List<From> from,
            @Nullable Expr where,
            List<Expr> groupBy,
            boolean groupByDistinct,
            @Nullable Expr having,
            @Nullable Span havingClause,
            List<NamedWindow> windows,
            boolean into)
            implements Body {
        public Select {
            distinctOn = List.copyOf(distinctOn);
            items = List.copyOf(items);
            from = List.copyOf(from);
            groupBy = List.copyOf(groupBy);
            windows = List.copyOf(windows);
        }
    }

    /** {@code WINDOW name AS (...)}. */
    public record NamedWindow(String name, Expr.WindowSpec spec) {}

    /** One select or RETURNING item. */
    public record Item(Span span, Expr expr, @Nullable String alias) {
        /** Whether it stands for any number of columns: {@code *}, {@code t.*}, {@code (x).*}. */
        public boolean isSeveral() {
            return expr instanceof Expr.Star || (expr instanceof Expr.Other other && other.isAllFields());
        }
    }

    /** {@code left UNION|INTERSECT|EXCEPT [ALL] right}; operator in lower case. */
    public record SetOperation(Span span, String operator, boolean all, Query left, Query right) implements Body {}

    /** {@code VALUES (...), (...)}; each row's span includes its parentheses. */
    public record Values(Span span, List<Expr.Row> rows) implements Body {
        public Values {
            rows = List.copyOf(rows);
        }
    }

    /** An item of FROM. */
    public sealed interface From {
        Span span();
    }

    /**
     * A table or view, or a CTE of an enclosing WITH: {@code name} has one to three parts. {@code nameSpan} covers the name only.
     * {@code sampleArguments} are those of TABLESAMPLE.
     */
    public record Table(
            Span span,
            Span nameSpan,
            List<String> name,
            @Nullable String alias,
            List<String> columnAliases,
            boolean only,
            boolean sampled,
            List<Expr> sampleArguments)
            implements From {
        public Table {
            name = List.copyOf(name);
            columnAliases = List.copyOf(columnAliases);
            sampleArguments = List.copyOf(sampleArguments);
        }
    }

    /** {@code [LATERAL] (query) AS alias (columns)}. */
    public record Derived(
            Span span,
            Query query,
            boolean lateral,
            @Nullable String alias,
            List<String> columnAliases) implements From {
        public Derived {
            columnAliases = List.copyOf(columnAliases);
        }
    }

    /** A function in FROM; LATERAL is implied as in PostgreSQL. */
    public record Function(
            Span span,
            List<Expr> calls,
            boolean ordinality,
            @Nullable String alias,
            List<String> columnAliases) implements From {
        public Function {
            calls = List.copyOf(calls);
            columnAliases = List.copyOf(columnAliases);
        }
    }

    /**
     * A join; {@code using} is empty unless JOIN ... USING.
     *
     * @param usingAlias that of {@code USING (...) AS alias}: a name for the merged columns, beside those of the two sides
     * @param alias that behind the parentheses around the join: it hides the names of the two sides
     * @param columnAliases new names for the columns, with {@code alias}
     */
    public record Join(
            Span span,
            JoinKind kind,
            boolean natural,
            From left,
            From right,
            @Nullable Expr on,
            List<String> using,
            @Nullable String usingAlias,
            @Nullable String alias,
            List<String> columnAliases)
            implements From {
        public Join {
            using = List.copyOf(using);
            columnAliases = List.copyOf(columnAliases);
        }
    }

    public enum JoinKind {
        INNER,
        CROSS,
        LEFT,
        RIGHT,
        FULL
    }
}
