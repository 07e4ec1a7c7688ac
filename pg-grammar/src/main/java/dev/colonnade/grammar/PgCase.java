package dev.colonnade.grammar;

import java.util.List;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** {@code CASE [operand] WHEN ... THEN ... [ELSE ...] END}. */
public final class PgCase extends PgNode {
    public final @Nullable SqlNode operand;
    public final List<SqlNode> whens;
    public final List<SqlNode> thens;
    public final @Nullable SqlNode otherwise;

    public PgCase(
            SqlParserPos position,
            @Nullable SqlNode operand,
            List<SqlNode> whens,
            List<SqlNode> thens,
            @Nullable SqlNode otherwise) {
        super(position, "case");
        this.operand = operand;
        this.whens = List.copyOf(whens);
        this.thens = List.copyOf(thens);
        this.otherwise = otherwise;
        add(operand);
        add(whens);
        add(thens);
        add(otherwise);
    }
}
