package dev.colonnade.grammar;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code x COLLATE c}. */
public final class PgCollate extends PgNode {
    public final SqlNode operand;
    public final SqlIdentifier collation;

    public PgCollate(SqlParserPos position, SqlNode operand, SqlIdentifier collation) {
        super(position, "collate");
        this.operand = operand;
        this.collation = collation;
        add(operand);
    }
}
