package dev.colonnade.grammar;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** An item of a select list or of RETURNING. */
public final class PgItem extends PgNode {
    public final SqlNode expression;
    public final @Nullable SqlIdentifier alias;

    public PgItem(SqlParserPos position, SqlNode expression, @Nullable SqlIdentifier alias) {
        super(position, "item");
        this.expression = expression;
        this.alias = alias;
        add(expression);
    }
}
