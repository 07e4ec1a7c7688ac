package dev.colonnade.grammar;

import org.apache.calcite.sql.parser.SqlParserPos;

/** A node of one token that the grammar needn't look into: a constant, a parameter, DEFAULT. */
public final class PgLeaf extends PgNode {

    public PgLeaf(SqlParserPos position) {
        super(position, "leaf");
    }
}
