package dev.colonnade.grammar;

import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;

/** The parts of a name as a plain list; Calcite's own is of a library that our users need not know. */
public final class Names {
    private Names() {}

    public static List<String> of(SqlIdentifier identifier) {
        return identifier.names;
    }
}
