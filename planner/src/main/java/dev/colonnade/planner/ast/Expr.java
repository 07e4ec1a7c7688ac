package dev.colonnade.planner.ast;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An expression. Names are as PostgreSQL folds them: unquoted ones in lower case. */
public sealed interface Expr {
    /** Where the expression stands; parentheses around it are not part of it. */
    Span span();

    /** {@code c}, {@code t.c}, {@code s.t.c}. */
    record ColumnRef(Span span, List<String> parts) implements Expr {
        public ColumnRef {
            parts = List.copyOf(parts);
        }

        public String column() {
            return parts.getLast();
        }
    }

    /** {@code *} or {@code t.*}; in a select list, RETURNING or {@code count(*)}. */
    record Star(Span span, List<String> qualifier) implements Expr {
        public Star {
            qualifier = List.copyOf(qualifier);
        }
    }

    /**
     * A constant. Its value is decoded: no quotes, escapes resolved; empty for NULL, TRUE and FALSE. It remembers whether it was looked at:
     * a plan for which it wasn't is as good for any other value. Not thread-safe.
     */
    final class Literal implements Expr {
        private final Span span;
        private final LiteralKind kind;
        private final String value;
        private boolean read;

        public Literal(Span span, LiteralKind kind, String value) {
            this.span = span;
            this.kind = kind;
            this.value = value;
        }

        @Override
        public Span span() {
            return span;
        }

        public LiteralKind kind() {
            return kind;
        }

        /** From now on what is planned holds for this value only. */
        public String value() {
            read = true;
            return value;
        }

        /** The value for those who see to it themselves that what they make of it is made anew for another one. */
        public String unreadValue() {
            return value;
        }

        /** Whether somebody asked for {@link #value}. */
        public boolean isRead() {
            return read;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Literal that
                    && span.equals(that.span)
                    && kind == that.kind
                    && value.equals(that.value);
        }

        @Override
        public int hashCode() {
            return Objects.hash(span, kind, value);
        }

        @Override
        public String toString() {
            return "Literal[span=" + span + ", kind=" + kind + ", value=" + value + "]";
        }
    }

    enum LiteralKind {
        INTEGER,
        NUMERIC,
        STRING,
        BIT_STRING,
        NULL,
        TRUE,
        FALSE
    }

    /** {@code $n}, counted from 1. */
    record Param(Span span, int number) implements Expr {}

    /** {@code x::t}, {@code CAST(x AS t)}, {@code t 'literal'}. {@code type} is lower case, canonical spacing, with modifiers and {@code []}: {@code bigint}, {@code varchar(10)}, {@code int4[]}, {@code myschema.mytype}. */
    record Cast(Span span, Expr operand, String type) implements Expr {}

    /**
     * A prefix, infix or postfix operator, in PostgreSQL's precedence. {@code operator} is lower case: {@code = <> < + || -> and or not
     * like "not like" ilike "is null" "is not null" "is true" "is distinct from" "is not distinct from" between "not between" ~ @>} ...;
     * {@code !=} is given as {@code <>}. AND and OR chains are flattened into one node with many operands.
     */
    record Op(Span span, String operator, List<Expr> operands) implements Expr {
        public Op {
            operands = List.copyOf(operands);
        }
    }

    /** A function or aggregate call. {@code name}: schema and name, folded; built-ins with special syntax appear under their catalogue name. */
    record Call(
            Span span,
            List<String> name,
            List<Expr> arguments,
            boolean distinct,
            List<OrderItem> orderBy,
            @Nullable Expr filter,
            boolean withinGroup,
            @Nullable WindowSpec over)
            implements Expr {
        public Call {
            name = List.copyOf(name);
            arguments = List.copyOf(arguments);
            orderBy = List.copyOf(orderBy);
        }

        public String simpleName() {
            return name.getLast();
        }
    }

    /** What stands after OVER: a window's name or its definition. */
    record WindowSpec(
            Span span, @Nullable String name, List<Expr> partitionBy, List<OrderItem> orderBy, List<Expr> others) {
        public WindowSpec {
            partitionBy = List.copyOf(partitionBy);
            orderBy = List.copyOf(orderBy);
            others = List.copyOf(others);
        }
    }

    /** {@code x [NOT] IN (a, b, ...)}. */
    record InList(Span span, Expr operand, boolean negated, List<Expr> items) implements Expr {
        public InList {
            items = List.copyOf(items);
        }
    }

    /** {@code x [NOT] IN (SELECT ...)}. */
    record InQuery(Span span, Expr operand, boolean negated, Query query) implements Expr {}

    /** {@code x op ANY|ALL (array)}. */
    record Quantified(Span span, Expr operand, String operator, boolean all, Expr array) implements Expr {}

    /** {@code x op ANY|ALL (SELECT ...)}. */
    record QuantifiedQuery(Span span, Expr operand, String operator, boolean all, Query query) implements Expr {}

    /** {@code EXISTS (SELECT ...)}. */
    record Exists(Span span, Query query) implements Expr {}

    /** {@code (SELECT ...)} as a value, or {@code ARRAY(SELECT ...)}. */
    record Subquery(Span span, Query query, boolean array) implements Expr {}

    /** {@code CASE}; {@code operand} is the x of {@code CASE x WHEN}. */
    record Case(
            Span span,
            @Nullable Expr operand,
            List<Expr> whens,
            List<Expr> thens,
            @Nullable Expr otherwise) implements Expr {
        public Case {
            whens = List.copyOf(whens);
            thens = List.copyOf(thens);
        }
    }

    /** {@code (a, b)} or {@code ROW(a, b)}. */
    record Row(Span span, List<Expr> items) implements Expr {
        public Row {
            items = List.copyOf(items);
        }
    }

    /** {@code ARRAY[a, b]}. */
    record ArrayItems(Span span, List<Expr> items) implements Expr {
        public ArrayItems {
            items = List.copyOf(items);
        }
    }

    /** {@code x COLLATE c}. */
    record Collate(Span span, Expr operand, List<String> collation) implements Expr {
        public Collate {
            collation = List.copyOf(collation);
        }
    }

    /** {@code DEFAULT} in VALUES or SET. */
    record Default(Span span) implements Expr {}

    /**
     * Anything else, by its children: subscripts, field selections, special syntax. {@code what} says what, with all that isn't in the
     * children: {@code indirection .f[_:_]}, {@code named argument a}.
     */
    record Other(Span span, String what, List<Expr> children, List<Query> queries) implements Expr {
        public Other {
            children = List.copyOf(children);
            queries = List.copyOf(queries);
        }

        /** Whether it is {@code (x).*}. */
        public boolean isAllFields() {
            return what.startsWith("indirection ") && what.endsWith(".*");
        }
    }

    /** One key of an ORDER BY; {@code nullsFirst} is null where the text doesn't say. {@code using} is the operator of ORDER BY ... USING. */
    record OrderItem(
            Span span,
            Expr expr,
            boolean descending,
            @Nullable Boolean nullsFirst,
            @Nullable String using) {}
}
