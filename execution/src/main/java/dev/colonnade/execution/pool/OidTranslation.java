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

        @Override
        public boolean isEnum(int clientOid) {
            return false;
        }

        @Override
        public boolean nests(int clientOid) {
            return false;
        }
    };

    int typeToClient(int oid);

    int typeToServer(int oid);

    int tableToClient(int oid);

    /** Whether a type, as clients name it, is an enum. */
    boolean isEnum(int clientOid);

    /**
     * Whether the binary form of a type, as clients name it, has OIDs of other user-defined types inside that would be this database's own,
     * and not those that clients know.
     */
    boolean nests(int clientOid);
}
