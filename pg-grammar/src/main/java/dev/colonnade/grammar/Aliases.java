package dev.colonnade.grammar;

import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.jspecify.annotations.Nullable;

/** Takes apart what the production for aliases gives: a list of the alias (null where only columns are named) and the columns. */
public final class Aliases {
    private Aliases() {}

    public static @Nullable SqlIdentifier name(@Nullable SqlNodeList alias) {
        return alias == null ? null : (SqlIdentifier) alias.get(0);
    }

    public static @Nullable SqlNodeList columns(@Nullable SqlNodeList alias) {
        if (alias == null || alias.size() < 2) {
            return null;
        }
        List<SqlNode> columns = alias.getList().subList(1, alias.size());
        return new SqlNodeList(columns, alias.getParserPosition());
    }
}
