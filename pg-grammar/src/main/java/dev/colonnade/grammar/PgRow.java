package dev.colonnade.grammar;

import java.util.List;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code (a, b)} or {@code ROW (a, b)}, a row of VALUES, the empty grouping set; its position includes the parentheses. */
public final class PgRow extends PgNode {
    public final List<SqlNode> items;

    public PgRow(SqlParserPos position, List<SqlNode> items) {
        super(position, "row", SqlKind.ROW);
        this.items = List.copyOf(items);
        add(items);
    }
}
