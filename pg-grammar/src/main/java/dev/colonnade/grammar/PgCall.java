package dev.colonnade.grammar;

import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** A function call; {@code over} is a name or a {@link PgWindow}. */
public final class PgCall extends PgNode {
    public final SqlIdentifier name;
    public final List<SqlNode> arguments;
    public final boolean distinct;
    public final @Nullable SqlNodeList orderBy;
    public final boolean withinGroup;
    public final @Nullable SqlNode filter;
    public final @Nullable SqlNode over;

    public PgCall(
            SqlParserPos position,
            SqlIdentifier name,
            List<SqlNode> arguments,
            boolean distinct,
            @Nullable SqlNodeList orderBy,
            boolean withinGroup,
            @Nullable SqlNode filter,
            @Nullable SqlNode over) {
        super(position, "call");
        this.name = name;
        this.arguments = List.copyOf(arguments);
        this.distinct = distinct;
        this.orderBy = orderBy;
        this.withinGroup = withinGroup;
        this.filter = filter;
        this.over = over;
        add(arguments);
        add(orderBy);
        add(filter);
        add(over);
    }

    /** A call with nothing but arguments. */
    public PgCall(SqlParserPos position, SqlIdentifier name, List<SqlNode> arguments) {
        this(position, name, arguments, false, null, false, null, null);
    }
}
