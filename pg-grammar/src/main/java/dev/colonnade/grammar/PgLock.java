package dev.colonnade.grammar;

import java.util.List;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code FOR UPDATE OF t SKIP LOCKED} and the like, in lower case. */
public final class PgLock extends PgNode {
    public final String strength;
    public final List<SqlNode> of;
    public final String waiting;

    public PgLock(SqlParserPos position, String strength, List<SqlNode> of, String waiting) {
        super(position, "lock");
        this.strength = strength;
        this.of = List.copyOf(of);
        this.waiting = waiting;
        add(of);
    }
}
