package dev.colonnade.grammar;

import java.util.List;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** UPDATE. */
public final class PgUpdate extends PgNode {
    public final @Nullable SqlNodeList with;
    public final PgTable target;
    public final List<SqlNode> assignments;
    public final @Nullable SqlNodeList from;
    public final @Nullable SqlNode where;
    public final @Nullable SqlNodeList returning;

    public PgUpdate(
            SqlParserPos position,
            @Nullable SqlNodeList with,
            PgTable target,
            List<SqlNode> assignments,
            @Nullable SqlNodeList from,
            @Nullable SqlNode where,
            @Nullable SqlNodeList returning) {
        super(position, "update");
        this.with = with;
        this.target = target;
        this.assignments = List.copyOf(assignments);
        this.from = from;
        this.where = where;
        this.returning = returning;
        add(with);
        add(target);
        add(assignments);
        add(from);
        add(where);
        add(returning);
    }
}
