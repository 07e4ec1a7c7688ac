package dev.colonnade.grammar;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** What all nodes of our productions share: every child is an operand, so that nothing is lost to a visitor. */
public abstract class PgNode extends SqlCall {
    private final SqlOperator operator;
    private final List<SqlNode> children = new ArrayList<>();

    PgNode(SqlParserPos position, String name) {
        this(position, name, SqlKind.OTHER);
    }

    PgNode(SqlParserPos position, String name, SqlKind kind) {
        super(position);
        operator = new SqlSpecialOperator(name, kind);
    }

    /** Adds a node, the nodes of a list (of Calcite's kind or Java's), or nothing for null. */
    final void add(@Nullable Object child) {
        if (child instanceof List<?> list) {
            list.forEach(this::add);
        } else if (child != null) {
            children.add((SqlNode) child);
        }
    }

    @Override
    public SqlOperator getOperator() {
        return operator;
    }

    @Override
    public List<SqlNode> getOperandList() {
        return children;
    }
}
