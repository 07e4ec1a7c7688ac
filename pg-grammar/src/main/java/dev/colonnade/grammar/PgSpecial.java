package dev.colonnade.grammar;

import java.util.List;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Anything else by its children; {@code what} says what. */
public final class PgSpecial extends PgNode {
    public final String what;
    public final List<SqlNode> children;

    public PgSpecial(SqlParserPos position, String what, List<SqlNode> children) {
        super(position, what, what.equals(TABLE) ? SqlKind.EXPLICIT_TABLE : SqlKind.OTHER);
        this.what = what;
        this.children = List.copyOf(children);
        add(children);
    }

    public static final String CURRENT_OF = "current of";
    public static final String TABLE = "table";
    public static final String SUBSCRIPT = "subscript";
    public static final String FIELD = "field";
    public static final String ALL_FIELDS = "all fields";
    public static final String ARRAY = "array";
    public static final String ARRAY_QUERY = "array query";
    public static final String EXISTS = "exists";
    public static final String VARIADIC = "variadic";
    public static final String NAMED_ARGUMENT = "named argument";
}
