package dev.colonnade.grammar;

import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code x op ANY|ALL (array or query)}. */
public final class PgQuantified extends PgNode {
    public final SqlNode operand;
    public final String operatorName;
    public final boolean all;
    public final SqlNode right;

    public PgQuantified(SqlParserPos position, SqlNode operand, String operatorName, boolean all, SqlNode right) {
        super(position, "quantified");
        this.operand = operand;
        this.operatorName = operatorName;
        this.all = all;
        this.right = right;
        add(operand);
        add(right);
    }
}
