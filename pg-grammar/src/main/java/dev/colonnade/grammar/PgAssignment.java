package dev.colonnade.grammar;

import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code targets = value} of SET. */
public final class PgAssignment extends PgNode {
    public final SqlNodeList targets;
    public final SqlNode value;

    public PgAssignment(SqlParserPos position, SqlNodeList targets, SqlNode value) {
        super(position, "assignment");
        this.targets = targets;
        this.value = value;
        add(targets);
        add(value);
    }
}
