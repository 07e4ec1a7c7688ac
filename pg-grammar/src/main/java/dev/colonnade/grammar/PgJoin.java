package dev.colonnade.grammar;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** A join; {@code type} is {@code inner}, {@code cross}, {@code left}, {@code right} or {@code full}. */
public final class PgJoin extends PgNode {
    public final SqlNode left;
    public final boolean natural;
    public final String type;
    public final SqlNode right;
    public final @Nullable SqlNode on;
    public final @Nullable SqlNodeList using;
    /** That of {@code USING (...) AS alias}, which names the merged columns only. */
    public final @Nullable SqlIdentifier usingAlias;

    /** That behind the parentheses around it, with its columns; see {@link Aliases}. */
    public final @Nullable SqlNodeList alias;

    public PgJoin(
            SqlParserPos position,
            SqlNode left,
            boolean natural,
            String type,
            SqlNode right,
            @Nullable SqlNode on,
            @Nullable SqlNodeList using,
            @Nullable SqlIdentifier usingAlias,
            @Nullable SqlNodeList alias) {
        super(position, "join", SqlKind.JOIN);
        this.left = left;
        this.natural = natural;
        this.type = type;
        this.right = right;
        this.on = on;
        this.using = using;
        this.usingAlias = usingAlias;
        this.alias = alias;
        add(left);
        add(right);
        add(on);
    }

    /** The same in parentheses, perhaps with an alias behind them. */
    public PgJoin parenthesized(SqlParserPos position, @Nullable SqlNodeList newAlias) {
        return new PgJoin(
                position, left, natural, type, right, on, using, usingAlias, newAlias == null ? alias : newAlias);
    }
}
