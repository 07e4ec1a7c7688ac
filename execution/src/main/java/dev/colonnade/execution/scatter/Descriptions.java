package dev.colonnade.execution.scatter;

import dev.colonnade.execution.pool.OidTranslation;
import dev.colonnade.wire.backend.RowDescription;
import java.util.ArrayList;
import java.util.List;

/** What servers say of columns, as clients see it: type and table OIDs are those of the catalogue home. */
public final class Descriptions {
    private Descriptions() {}

    public static RowDescription toClient(RowDescription own, OidTranslation oids) {
        List<RowDescription.Field> fields = new ArrayList<>(own.fields().size());
        for (RowDescription.Field f : own.fields()) {
            fields.add(new RowDescription.Field(
                    f.name(),
                    oids.tableToClient(f.tableOid()),
                    f.column(),
                    oids.typeToClient(f.typeOid()),
                    f.typeSize(),
                    f.typeModifier(),
                    f.format()));
        }
        return new RowDescription(fields);
    }
}
