package dev.colonnade.planner.ast;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One statement. Its text never contains a terminating semicolon. */
public sealed interface Statement {

    /** SELECT, VALUES, TABLE, WITH ... SELECT. */
    record Select(Query query) implements Statement {}

    /**
     * INSERT.
     *
     * @param with CTEs before INSERT
     * @param columns target columns; null where the text names none
     * @param source VALUES or a query; null for DEFAULT VALUES
     * @param overriding {@code system}, {@code user} or empty
     * @param returning RETURNING items; empty without
     */
    record Insert(
            Span span,
            boolean recursive,
            List<Query.Cte> with,
            List<String> table,
            Span tableSpan,
            @Nullable String alias,
            @Nullable List<String> columns,
            @Nullable Query source,
            String overriding,
            @Nullable OnConflict onConflict,
            List<Query.Item> returning)
            implements Statement {
        public Insert {
            with = List.copyOf(with);
            table = List.copyOf(table);
            columns = columns == null ? null : List.copyOf(columns);
            returning = List.copyOf(returning);
        }
    }

    /** ON CONFLICT. {@code target} is empty where no arbiter is named; {@code constraint} is that of ON CONSTRAINT. */
    record OnConflict(
            Span span,
            List<Expr> target,
            @Nullable Expr targetWhere,
            @Nullable String constraint,
            boolean update,
            List<Assignment> assignments,
            @Nullable Expr where) {
        public OnConflict {
            target = List.copyOf(target);
            assignments = List.copyOf(assignments);
        }
    }

    /** {@code c = x} (one target) or {@code (c, d) = (x, y)} / {@code = (SELECT ...)} (several targets, one value expression). */
    record Assignment(Span span, List<String> columns, Expr value) {
        public Assignment {
            columns = List.copyOf(columns);
        }
    }

    /** UPDATE. {@code from} is empty without FROM; {@code currentOf} is the cursor of WHERE CURRENT OF. */
    record Update(
            Span span,
            boolean recursive,
            List<Query.Cte> with,
            Query.Table target,
            List<Assignment> assignments,
            List<Query.From> from,
            @Nullable Expr where,
            @Nullable String currentOf,
            List<Query.Item> returning)
            implements Statement {
        public Update {
            with = List.copyOf(with);
            assignments = List.copyOf(assignments);
            from = List.copyOf(from);
            returning = List.copyOf(returning);
        }
    }

    /** DELETE. */
    record Delete(
            Span span,
            boolean recursive,
            List<Query.Cte> with,
            Query.Table target,
            List<Query.From> using,
            @Nullable Expr where,
            @Nullable String currentOf,
            List<Query.Item> returning)
            implements Statement {
        public Delete {
            with = List.copyOf(with);
            using = List.copyOf(using);
            returning = List.copyOf(returning);
        }
    }

    /** MERGE: only as far as routing a colocated one needs. */
    record Merge(
            Span span,
            boolean recursive,
            List<Query.Cte> with,
            Query.Table target,
            Query.From source,
            Expr on,
            List<Expr> actionExpressions,
            List<Query.Item> returning)
            implements Statement {
        public Merge {
            with = List.copyOf(with);
            actionExpressions = List.copyOf(actionExpressions);
            returning = List.copyOf(returning);
        }
    }

    /**
     * BEGIN, COMMIT and the like; {@code name} is a savepoint's or a prepared transaction's, for BEGIN the source text of its modes
     * ({@code ISOLATION LEVEL SERIALIZABLE, READ ONLY}; null without any), {@code chain} is AND CHAIN.
     */
    record Transaction(TransactionKind kind, @Nullable String name, boolean chain) implements Statement {}

    enum TransactionKind {
        BEGIN,
        COMMIT,
        ROLLBACK,
        SAVEPOINT,
        RELEASE,
        ROLLBACK_TO,
        PREPARE_TRANSACTION,
        COMMIT_PREPARED,
        ROLLBACK_PREPARED
    }

    /**
     * SET. {@code name} is lower case; SET TIME ZONE is {@code timezone}, SET NAMES is {@code client_encoding}, SET [SESSION
     * CHARACTERISTICS AS] TRANSACTION is {@code transaction} or {@code "session characteristics"}, SET ROLE is {@code role}, SET SESSION
     * AUTHORIZATION is {@code session_authorization}, SET CONSTRAINTS is {@code constraints}. {@code value} is the source text after {@code =} or TO, or {@code default}.
     */
    record Set(boolean local, String name, String value) implements Statement {}

    /** RESET name or RESET ALL ({@code all}). */
    record Reset(String name) implements Statement {}

    /** SHOW name; {@code all} for SHOW ALL. */
    record Show(String name) implements Statement {}

    /** DISCARD; {@code what} in lower case: {@code all plans sequences temp}. */
    record Discard(String what) implements Statement {}

    /**
     * COPY. Either {@code table} (one to three parts) or {@code query} (the span of the text between the parentheses) is there.
     *
     * @param columns the column list; empty for all
     * @param from true for COPY FROM
     * @param stdio true for STDIN or STDOUT; false for a file or program
     * @param options lower-case names ({@code format}, {@code delimiter}, {@code null}, {@code header}, {@code quote}, {@code escape},
     *     {@code force_quote}, {@code force_null}, {@code force_not_null}, {@code freeze}, {@code encoding}, {@code default}, {@code on_error}) with decoded values, old and new syntax alike
     * @param where the span of the expression of WHERE
     */
    record Copy(
            @Nullable List<String> table,
            List<String> columns,
            @Nullable Span query,
            boolean from,
            boolean stdio,
            Map<String, String> options,
            @Nullable Span where)
            implements Statement {
        public Copy {
            table = table == null ? null : List.copyOf(table);
            columns = List.copyOf(columns);
            options = Map.copyOf(options);
        }
    }

    /** EXPLAIN. {@code options} in lower case, value {@code true} where none is written; {@code body} is the span of the statement explained. {@code shards} is our own option, EXPLAIN (SHARDS). */
    record Explain(Map<String, String> options, Span body) implements Statement {
        public Explain {
            options = Map.copyOf(options);
        }
    }

    /** PREPARE name [(types)] AS body. {@code types} as written. */
    record Prepare(String name, List<String> types, Span body) implements Statement {
        public Prepare {
            types = List.copyOf(types);
        }
    }

    /** EXECUTE name [(arguments)]; {@code arguments} are the spans of the argument expressions. */
    record Execute(String name, List<Span> arguments) implements Statement {
        public Execute {
            arguments = List.copyOf(arguments);
        }
    }

    /** DEALLOCATE name or ALL (null). */
    record Deallocate(@Nullable String name) implements Statement {}

    /**
     * CREATE, ALTER, DROP, TRUNCATE, COMMENT, GRANT ... as far as fan-out, key checks and the catalogue need.
     *
     * @param verb {@code create alter drop truncate comment grant revoke reindex vacuum analyze cluster refresh lock}
     * @param objectKind {@code table index view "materialized view" sequence schema type domain function procedure trigger extension role
     *     database ...}; lower case
     * @param relations the tables that the statement is about: the table of CREATE/ALTER/DROP TABLE, of CREATE INDEX ON, of TRUNCATE,
     *     of a trigger, the referenced tables are in {@code references}
     * @param names the objects themselves (for an index its name, for DROP INDEX the indexes), one to three parts each
     * @param columns the columns of CREATE TABLE, and of ALTER TABLE ADD COLUMN
     * @param keys PRIMARY KEY and UNIQUE of CREATE TABLE, ALTER TABLE ADD and CREATE UNIQUE INDEX: their column names
     * @param references tables named by REFERENCES
     * @param concurrently CREATE/DROP INDEX CONCURRENTLY and whatever else can't run in a transaction block (VACUUM, CREATE DATABASE ...)
     * @param ifExists IF EXISTS or IF NOT EXISTS
     * @param temporary CREATE TEMP
     * @param partitionOf the parent of CREATE TABLE ... PARTITION OF or INHERITS, empty without
     * @param likes the tables of LIKE among the columns of CREATE TABLE
     * @param changed columns that ALTER TABLE drops, renames or gives another type
     * @param newName what ALTER TABLE ... RENAME TO or SET SCHEMA makes of the name: one part for a table, {@code schema, ""} for a schema;
     *     empty without
     * @param body the query of CREATE TABLE AS, CREATE VIEW; null without
     */
    record Ddl(
            String verb,
            String objectKind,
            List<List<String>> relations,
            List<List<String>> names,
            List<ColumnDefinition> columns,
            List<List<String>> keys,
            List<List<String>> references,
            boolean concurrently,
            boolean ifExists,
            boolean temporary,
            List<String> partitionOf,
            List<List<String>> likes,
            List<String> changed,
            List<String> newName,
            @Nullable Span body)
            implements Statement {
        public Ddl {
            relations = List.copyOf(relations);
            names = List.copyOf(names);
            columns = List.copyOf(columns);
            keys = List.copyOf(keys);
            references = List.copyOf(references);
            partitionOf = List.copyOf(partitionOf);
            likes = List.copyOf(likes);
            changed = List.copyOf(changed);
            newName = List.copyOf(newName);
        }
    }

    /** A column of CREATE TABLE. {@code sequenced}: serial types, GENERATED ... AS IDENTITY, or a default that calls nextval. */
    record ColumnDefinition(String name, String type, boolean sequenced) {}

    /** Everything else that PostgreSQL has, by its first keywords in lower case: {@code listen notify declare fetch call do checkpoint ...}; {@code tokens} are the folded identifiers in it. */
    record Other(String what, List<String> tokens) implements Statement {
        public Other {
            tokens = List.copyOf(tokens);
        }
    }

    /** Nothing but blanks and comments. */
    record Empty() implements Statement {}
}
