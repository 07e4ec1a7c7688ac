package dev.colonnade.grammar;

import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** A window definition; {@code name} is set for an item of the WINDOW clause, {@code base} where it builds on another window. */
public final class PgWindow extends PgNode {
    public final @Nullable SqlIdentifier name;
    public final @Nullable SqlIdentifier base;
    public final List<SqlNode> partitionBy;
    public final @Nullable SqlNodeList orderBy;
    public final List<SqlNode> frame;

    public PgWindow(
            SqlParserPos position,
            @Nullable SqlIdentifier name,
            @Nullable SqlIdentifier base,
            List<SqlNode> partitionBy,
            @Nullable SqlNodeList orderBy,
            List<SqlNode> frame) {
        super(position, "window");
        this.name = name;
        this.base = base;
        this.partitionBy = List.copyOf(partitionBy);
        this.orderBy = orderBy;
        this.frame = List.copyOf(frame);
        add(partitionBy);
        add(orderBy);
        add(frame);
    }

    /** The same as an item of the WINDOW clause. */
    public PgWindow declaredAs(SqlIdentifier newName) {
        return new PgWindow(getParserPosition(), newName, base, partitionBy, orderBy, frame);
    }
}
