package dev.colonnade.server;

import dev.colonnade.execution.pool.OidTranslation;
import dev.colonnade.server.catalog.CatalogSnapshot;
import dev.colonnade.topology.PhysicalShardId;

/** What the catalogue knows of one database's OIDs, as execution asks for it. */
final class ClientOids implements OidTranslation {
    /** The pseudo-types record and record[]: any row, so perhaps one with a user-defined type in it. */
    private static final int RECORD = 2249;

    private static final int RECORD_ARRAY = 2287;

    private final CatalogSnapshot catalog;
    private final dev.colonnade.server.catalog.OidTranslation known;
    private final boolean home;

    ClientOids(CatalogSnapshot catalog, PhysicalShardId shard) {
        this.catalog = catalog;
        this.known = catalog.translation(shard);
        this.home = shard.equals(catalog.home());
    }

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

    @Override
    public boolean isEnum(int clientOid) {
        return catalog.homeOids().enums().contains(clientOid);
    }

    @Override
    public boolean nests(int clientOid) {
        return !home
                && (clientOid == RECORD
                        || clientOid == RECORD_ARRAY
                        || catalog.homeOids().nesting().contains(clientOid));
    }
}
