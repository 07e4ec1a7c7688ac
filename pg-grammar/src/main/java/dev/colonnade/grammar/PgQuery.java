package dev.colonnade.grammar;

import dev.colonnade.grammar.parser.ParseException;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** A query with ORDER BY, LIMIT, OFFSET or locking clauses behind it. */
public final class PgQuery extends PgNode {
    public final SqlNode body;
    public final Clauses clauses;

    public PgQuery(SqlNode body, Clauses clauses) {
        super(clauses.behind(body.getParserPosition()), "query", SqlKind.ORDER_BY);
        this.body = body;
        this.clauses = clauses;
        add(body);
        add(clauses.orderBy);
        add(clauses.limit);
        add(clauses.offset);
        add(clauses.locks);
    }

    /** What stands behind a query; filled by the grammar, not changed afterwards. */
    public static final class Clauses {
        public @Nullable SqlNodeList orderBy;
        public @Nullable SqlParserPos orderByPos;
        public @Nullable SqlNode limit;
        public @Nullable SqlParserPos limitPos;
        public boolean withTies;
        public boolean fetchOne;
        public @Nullable SqlNode offset;
        public @Nullable SqlParserPos offsetPos;
        public final List<PgLock> locks = new ArrayList<>();

        public boolean isEmpty() {
            return orderByPos == null && limitPos == null && offsetPos == null && locks.isEmpty();
        }

        /** Refuses a clause that is already there. */
        public void once(@Nullable SqlParserPos before) throws ParseException {
            if (before != null) {
                throw new ParseException("clause given twice");
            }
        }

        private SqlParserPos behind(SqlParserPos query) {
            SqlParserPos last = query;
            for (SqlParserPos p : new @Nullable SqlParserPos[] {orderByPos, limitPos, offsetPos}) {
                last = p == null ? last : Positions.cover(last, p);
            }
            for (PgLock lock : locks) {
                last = Positions.cover(last, lock.getParserPosition());
            }
            return last;
        }
    }
}
