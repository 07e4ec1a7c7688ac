package dev.colonnade.planner.sql;

import dev.colonnade.grammar.Names;
import dev.colonnade.grammar.PgAssignment;
import dev.colonnade.grammar.PgConflict;
import dev.colonnade.grammar.PgDelete;
import dev.colonnade.grammar.PgInsert;
import dev.colonnade.grammar.PgMerge;
import dev.colonnade.grammar.PgSpecial;
import dev.colonnade.grammar.PgUpdate;
import dev.colonnade.grammar.TokenFeed;
import dev.colonnade.planner.ast.Expr;
import dev.colonnade.planner.ast.Statement;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/** From the grammar's nodes to {@link Statement}: queries and data-modifying statements. */
final class Statements {
    private final Source source;
    private final Queries queries;
    private final Expressions expressions;

    Statements(TokenList tokens, TokenFeed feed) {
        source = new Source(tokens, feed);
        queries = new Queries(source, this);
        expressions = queries.expressions();
    }

    Statement statement(SqlNode node) {
        return switch (node) {
            case PgInsert insert -> insert(insert);
            case PgUpdate update -> update(update);
            case PgDelete delete -> delete(delete);
            case PgMerge merge -> merge(merge);
            default -> new Statement.Select(queries.query(node));
        };
    }

    private Statement.Insert insert(PgInsert insert) {
        List<String> columns = null;
        if (insert.columns != null) {
            columns = new ArrayList<>();
            for (SqlNode target : insert.columns) {
                columns.add(column(target));
            }
        }
        return new Statement.Insert(
                source.span(insert),
                queries.recursive(insert.with),
                queries.ctes(insert.with),
                Names.of(insert.table),
                source.span(insert.table),
                Source.name(insert.alias),
                columns,
                insert.source == null ? null : queries.query(insert.source),
                insert.overriding,
                conflict(insert.conflict),
                queries.items(insert.returning));
    }

    private Statement.@Nullable OnConflict conflict(@Nullable PgConflict conflict) {
        if (conflict == null) {
            return null;
        }
        return new Statement.OnConflict(
                source.span(conflict),
                expressions.list(conflict.target),
                expressions.optional(conflict.targetWhere),
                Source.name(conflict.constraint),
                conflict.update,
                assignments(conflict.assignments),
                expressions.optional(conflict.where));
    }

    private Statement.Update update(PgUpdate update) {
        String cursor = cursor(update.where);
        return new Statement.Update(
                source.span(update),
                queries.recursive(update.with),
                queries.ctes(update.with),
                queries.table(update.target),
                assignments(update.assignments),
                queries.from(update.from),
                cursor == null ? expressions.optional(update.where) : null,
                cursor,
                queries.items(update.returning));
    }

    private Statement.Delete delete(PgDelete delete) {
        String cursor = cursor(delete.where);
        return new Statement.Delete(
                source.span(delete),
                queries.recursive(delete.with),
                queries.ctes(delete.with),
                queries.table(delete.target),
                queries.from(delete.using),
                cursor == null ? expressions.optional(delete.where) : null,
                cursor,
                queries.items(delete.returning));
    }

    private Statement.Merge merge(PgMerge merge) {
        List<Expr> actions = new ArrayList<>();
        for (SqlNode action : merge.actions) {
            actions.add(
                    action instanceof PgAssignment assignment
                            ? assignment(assignment).value()
                            : expressions.expr(action));
        }
        return new Statement.Merge(
                source.span(merge),
                queries.recursive(merge.with),
                queries.ctes(merge.with),
                queries.table(merge.target),
                queries.from(merge.source),
                expressions.expr(merge.on),
                actions,
                queries.items(merge.returning));
    }

    private static @Nullable String cursor(@Nullable SqlNode where) {
        return where instanceof PgSpecial special && special.what.equals(PgSpecial.CURRENT_OF)
                ? ((SqlIdentifier) special.children.getFirst()).getSimple()
                : null;
    }

    private List<Statement.Assignment> assignments(List<SqlNode> nodes) {
        List<Statement.Assignment> assignments = new ArrayList<>();
        for (SqlNode node : nodes) {
            assignments.add(assignment((PgAssignment) node));
        }
        return assignments;
    }

    /** Subscripts on the left side are kept beside the value: they may hold parameters. A field or an element isn't the whole column. */
    private Statement.Assignment assignment(PgAssignment assignment) {
        List<String> columns = new ArrayList<>();
        List<Expr> subscripts = new ArrayList<>();
        boolean whole = true;
        for (SqlNode target : assignment.targets) {
            columns.add(column(target));
            whole &= target instanceof SqlIdentifier;
            subscripts(target, subscripts);
        }
        Expr value = expressions.expr(assignment.value);
        if (!whole) {
            subscripts.addFirst(value);
            value = new Expr.Other(source.span(assignment), "assignment to an element", subscripts, List.of());
        }
        return new Statement.Assignment(source.span(assignment), columns, value);
    }

    private String column(SqlNode target) {
        SqlNode inner = target;
        while (inner instanceof PgSpecial special) {
            inner = special.children.getFirst();
        }
        return ((SqlIdentifier) inner).getSimple();
    }

    private void subscripts(SqlNode target, List<Expr> out) {
        if (target instanceof PgSpecial special) {
            subscripts(special.children.getFirst(), out);
            out.addAll(expressions.list(special.children.subList(1, special.children.size())));
        }
    }
}
