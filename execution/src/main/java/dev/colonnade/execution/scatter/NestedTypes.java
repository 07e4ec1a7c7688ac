package dev.colonnade.execution.scatter;

import dev.colonnade.execution.pool.OidTranslation;
import dev.colonnade.wire.SqlState;
import dev.colonnade.wire.backend.ErrorFields;
import dev.colonnade.wire.backend.RowDescription;
import org.jspecify.annotations.Nullable;

/**
 * Columns whose binary values have OIDs inside: composites, and arrays of user-defined types. Each database has OIDs of its own, so a client
 * that knows those of the catalogue home would misread such a value; it is told to ask for text.
 */
public final class NestedTypes {
    private NestedTypes() {}

    /** The first column of a result in binary format that a database would fill with OIDs of its own; null where there is none. */
    public static RowDescription.@Nullable Field binary(RowDescription rows, OidTranslation oids) {
        for (RowDescription.Field field : rows.fields()) {
            if (field.format() == 1 && oids.nests(field.typeOid())) {
                return field;
            }
        }
        return null;
    }

    public static ErrorFields refused(String column) {
        return ErrorFields.of(
                "ERROR",
                SqlState.FEATURE_NOT_SUPPORTED,
                "column \"" + column + "\" can't be sent in binary format",
                "Its values contain identifiers of user-defined types, which differ between databases.",
                "Ask for the text format, or select the parts of the value.");
    }
}
