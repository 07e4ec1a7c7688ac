package dev.colonnade.grammar;

import java.util.List;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** MERGE; {@code actions} are the conditions, assignments and rows of its WHEN clauses. */
public final class PgMerge extends PgNode {
    public final @Nullable SqlNodeList with;
    public final PgTable target;
    public final SqlNode source;
    public final SqlNode on;
    public final List<SqlNode> actions;
    public final @Nullable SqlNodeList returning;

    public PgMerge(
            SqlParserPos position,
            @Nullable SqlNodeList with,
            PgTable target,
            SqlNode source,
            SqlNode on,
            List<SqlNode> actions,
            @Nullable SqlNodeList returning) {
        super(position, "merge");
        this.with = with;
        this.target = target;
        this.source = source;
        this.on = on;
        this.actions = List.copyOf(actions);
        this.returning = returning;
        add(with);
        add(target);
        add(source);
        add(on);
        add(actions);
        add(returning);
    }
}
