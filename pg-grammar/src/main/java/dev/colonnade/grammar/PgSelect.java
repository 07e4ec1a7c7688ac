package dev.colonnade.grammar;

import java.util.List;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** A SELECT block, without what may follow a query as a whole. */
public final class PgSelect extends PgNode {
    public final boolean distinct;
    public final @Nullable SqlNodeList distinctOn;
    public final List<SqlNode> items;
    public final boolean into;
    public final @Nullable SqlNodeList from;
    public final @Nullable SqlNode where;
    public final @Nullable SqlNodeList groupBy;
    public final @Nullable SqlNode having;
    public final @Nullable SqlParserPos havingPosition;
    public final @Nullable SqlNodeList windows;

    public PgSelect(
            SqlParserPos position,
            boolean distinct,
            @Nullable SqlNodeList distinctOn,
            List<SqlNode> items,
            boolean into,
            @Nullable SqlNodeList from,
            @Nullable SqlNode where,
            @Nullable SqlNodeList groupBy,
            @Nullable SqlNode having,
            @Nullable SqlParserPos havingPosition,
            @Nullable SqlNodeList windows) {
        super(position, "select", SqlKind.SELECT);
        this.distinct = distinct;
        this.distinctOn = distinctOn;
        this.items = List.copyOf(items);
        this.into = into;
        this.from = from;
        this.where = where;
        this.groupBy = groupBy;
        this.having = having;
        this.havingPosition = havingPosition;
        this.windows = windows;
        add(distinctOn);
        add(items);
        add(from);
        add(where);
        add(groupBy);
        add(having);
        add(windows);
    }
}
