package dev.colonnade.grammar;

import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code x [NOT] IN (...)}; one item that is a query makes it a membership in that query. */
public final class PgIn extends PgNode {
    public final SqlNode operand;
    public final boolean negated;
    public final SqlNodeList items;

    public PgIn(SqlParserPos position, SqlNode operand, boolean negated, SqlNodeList items) {
        super(position, "in");
        this.operand = operand;
        this.negated = negated;
        this.items = items;
        add(operand);
        add(items);
    }
}
