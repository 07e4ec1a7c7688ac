package dev.colonnade.grammar;

import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** A key of ORDER BY; {@code nullsFirst} is null where the text doesn't say. */
public final class PgOrderItem extends PgNode {
    public final SqlNode expression;
    public final boolean descending;
    public final @Nullable Boolean nullsFirst;
    public final @Nullable String using;

    public PgOrderItem(
            SqlParserPos position,
            SqlNode expression,
            boolean descending,
            @Nullable Boolean nullsFirst,
            @Nullable String using) {
        super(position, "orderitem");
        this.expression = expression;
        this.descending = descending;
        this.nullsFirst = nullsFirst;
        this.using = using;
        add(expression);
    }
}
