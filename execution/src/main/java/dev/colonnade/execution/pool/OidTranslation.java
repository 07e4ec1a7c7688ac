package dev.colonnade.execution.pool;

/** From one database's OIDs of user-defined types and tables to those of the catalogue home, which clients see (D14). Immutable. */
public interface OidTranslation {
    /** Objects that initdb made have the same OIDs everywhere. */
    int FIRST_NORMAL_OID = 16384;

    OidTranslation IDENTITY = new OidTranslation() {
        @Override
        public int typeToClient(int oid) {
            return oid;
        }

        @Override
        public int typeToServer(int oid) {
            return oid;
        }

        @Override
        public int tableToClient(int oid) {
            return oid;
        }
    };

    int typeToClient(int oid);

    int typeToServer(int oid);

    int tableToClient(int oid);
}
