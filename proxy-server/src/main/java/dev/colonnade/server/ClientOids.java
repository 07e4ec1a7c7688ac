package dev.colonnade.server;

import dev.colonnade.execution.pool.OidTranslation;

/** What the catalogue knows of OIDs, as execution asks for it. */
record ClientOids(dev.colonnade.server.catalog.OidTranslation known) implements OidTranslation {
    @Override
    public int typeToClient(int oid) {
        return known.toHome(oid);
    }

    @Override
    public int typeToServer(int oid) {
        return known.toShard(oid);
    }

    @Override
    public int tableToClient(int oid) {
        return known.relationToHome(oid);
    }
}
