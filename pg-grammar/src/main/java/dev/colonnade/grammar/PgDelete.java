package dev.colonnade.grammar;

import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** DELETE. */
public final class PgDelete extends PgNode {
    public final @Nullable SqlNodeList with;
    public final PgTable target;
    public final @Nullable SqlNodeList using;
    public final @Nullable SqlNode where;
    public final @Nullable SqlNodeList returning;

    public PgDelete(
            SqlParserPos position,
            @Nullable SqlNodeList with,
            PgTable target,
            @Nullable SqlNodeList using,
            @Nullable SqlNode where,
            @Nullable SqlNodeList returning) {
        super(position, "delete");
        this.with = with;
        this.target = target;
        this.using = using;
        this.where = where;
        this.returning = returning;
        add(with);
        add(target);
        add(using);
        add(where);
        add(returning);
    }
}
