package dev.colonnade.grammar;

import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** {@code [LATERAL] (query) [alias]}. */
public final class PgDerived extends PgNode {
    public final SqlNode query;
    public final boolean lateral;
    public final @Nullable SqlNodeList alias;

    public PgDerived(SqlParserPos position, SqlNode query, boolean lateral, @Nullable SqlNodeList alias) {
        super(position, "derived");
        this.query = query;
        this.lateral = lateral;
        this.alias = alias;
        add(query);
    }
}
