package dev.colonnade.grammar;

import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code x::type}, {@code CAST (x AS type)} or {@code type 'literal'}. */
public final class PgCast extends PgNode {
    public final SqlNode operand;
    public final String type;

    public PgCast(SqlParserPos position, SqlNode operand, String type) {
        super(position, "cast");
        this.operand = operand;
        this.type = type;
        add(operand);
    }
}
