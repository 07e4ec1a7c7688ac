package dev.colonnade.grammar;

import java.util.List;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Anything else by its children; {@code what} says what, {@code detail} what it has beside them, such as the name of a field. */
public final class PgSpecial extends PgNode {
    public final String what;
    public final String detail;
    public final List<SqlNode> children;

    public PgSpecial(SqlParserPos position, String what, List<SqlNode> children) {
        this(position, what, "", children);
    }

    public PgSpecial(SqlParserPos position, String what, String detail, List<SqlNode> children) {
        super(position, what, what.equals(TABLE) ? SqlKind.EXPLICIT_TABLE : SqlKind.OTHER);
        this.what = what;
        this.detail = detail;
        this.children = List.copyOf(children);
        add(children);
    }

    /** What it is, with its detail. */
    public String name() {
        return detail.isEmpty() ? what : what + " " + detail;
    }

    /** Whether it is an element or a field of its first child. */
    public boolean isIndirection() {
        return what.equals(SUBSCRIPT) || what.equals(FIELD);
    }

    public static final String CURRENT_OF = "current of";
    public static final String TABLE = "table";
    public static final String SUBSCRIPT = "subscript";
    public static final String FIELD = "field";
    public static final String ARRAY = "array";
    public static final String ARRAY_QUERY = "array query";
    public static final String EXISTS = "exists";
    /** The length in {@code substring(x FOR length)}. */
    public static final String LENGTH = "for";

    /** NFC and its like in a call of NORMALIZE. */
    public static final String NORMAL_FORM = "normal form";

    /** Words between the arguments of a function of the standard. */
    public static final String WORDS = "words";

    /** A query of WITH that has a SEARCH or CYCLE clause. */
    public static final String SEARCHED = "searched";

    public static final String VARIADIC = "variadic";
    public static final String NAMED_ARGUMENT = "named argument";
}
