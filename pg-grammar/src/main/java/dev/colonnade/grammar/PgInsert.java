package dev.colonnade.grammar;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** INSERT; {@code source} is null for DEFAULT VALUES. */
public final class PgInsert extends PgNode {
    public final @Nullable SqlNodeList with;
    public final SqlIdentifier table;
    public final @Nullable SqlIdentifier alias;
    public final @Nullable SqlNodeList columns;
    public final String overriding;
    public final @Nullable SqlNode source;
    public final @Nullable PgConflict conflict;
    public final @Nullable SqlNodeList returning;

    public PgInsert(
            SqlParserPos position,
            @Nullable SqlNodeList with,
            SqlIdentifier table,
            @Nullable SqlIdentifier alias,
            @Nullable SqlNodeList columns,
            String overriding,
            @Nullable SqlNode source,
            @Nullable PgConflict conflict,
            @Nullable SqlNodeList returning) {
        super(position, "insert");
        this.with = with;
        this.table = table;
        this.alias = alias;
        this.columns = columns;
        this.overriding = overriding;
        this.source = source;
        this.conflict = conflict;
        this.returning = returning;
        add(with);
        add(source);
        add(conflict);
        add(returning);
    }
}
