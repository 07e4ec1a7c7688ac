package dev.colonnade.grammar;

import java.util.List;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** One function in FROM, or several in ROWS FROM. */
public final class PgFunctionTable extends PgNode {
    public final List<SqlNode> calls;
    public final boolean ordinality;
    public final @Nullable SqlNodeList alias;

    public PgFunctionTable(
            SqlParserPos position, List<SqlNode> calls, boolean ordinality, @Nullable SqlNodeList alias) {
        super(position, "functiontable");
        this.calls = List.copyOf(calls);
        this.ordinality = ordinality;
        this.alias = alias;
        add(calls);
    }
}
