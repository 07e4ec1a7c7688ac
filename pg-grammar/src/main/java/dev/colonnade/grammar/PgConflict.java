package dev.colonnade.grammar;

import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** ON CONFLICT with its arbiter and its action. */
public final class PgConflict extends PgNode {
    public final List<SqlNode> target;
    public final @Nullable SqlNode targetWhere;
    public final @Nullable SqlIdentifier constraint;
    public final boolean update;
    public final List<SqlNode> assignments;
    public final @Nullable SqlNode where;

    public PgConflict(
            SqlParserPos position,
            List<SqlNode> target,
            @Nullable SqlNode targetWhere,
            @Nullable SqlIdentifier constraint,
            boolean update,
            List<SqlNode> assignments,
            @Nullable SqlNode where) {
        super(position, "conflict");
        this.target = List.copyOf(target);
        this.targetWhere = targetWhere;
        this.constraint = constraint;
        this.update = update;
        this.assignments = List.copyOf(assignments);
        this.where = where;
        add(target);
        add(targetWhere);
        add(assignments);
        add(where);
    }
}
