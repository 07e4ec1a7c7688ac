package dev.colonnade.grammar;

import java.util.List;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/** A prefix, infix or postfix operator; its position covers its operands with the parentheses around them. */
public final class PgOperation extends PgNode {
    public final String operatorName;
    public final List<SqlNode> operands;

    public PgOperation(SqlParserPos position, String operatorName, List<SqlNode> operands) {
        super(position, "operation");
        this.operatorName = operatorName;
        this.operands = List.copyOf(operands);
        add(operands);
    }
}
