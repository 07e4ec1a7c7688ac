package dev.colonnade.it.fleet;

import java.util.List;

/** A table of the test schema, its column list and where its rows live. Key columns come first in the column list. */
public record ShardedTable(String name, Home home) {
    /** Where rows live. */
    public enum Home {
        /** By hash of a bigint {@code customer_id}. */
        CUSTOMER("customer", "customer_id", "bigint", "hashint8extended(customer_id, 0)"),
        /** By hash of a text {@code doc_key}. */
        DOCUMENT("document", "doc_key", "text", "hashtextextended(doc_key, 0)"),
        /** By hash of a uuid {@code login_id}. */
        LOGIN("login", "login_id", "uuid", "uuid_hash_extended(login_id, 0)"),
        /** By {@code device_id} modulo {@link FleetLayout#MODULO_SHARDS}. */
        DEVICE("device", "device_id", "integer", ""),
        /** A copy on every database. */
        REFERENCE("", "", "", ""),
        /** On the home database only. */
        UNSHARDED("", "", "", "");

        private final String coloName;
        private final String keyColumn;
        private final String keyType;
        private final String hash;

        Home(String coloName, String keyColumn, String keyType, String hash) {
            this.coloName = coloName;
            this.keyColumn = keyColumn;
            this.keyType = keyType;
            this.hash = hash;
        }

        /** The colocation group's name in the topology; empty where there is none. */
        public String coloName() {
            return coloName;
        }

        public String keyType() {
            return keyType;
        }

        public String keyColumn() {
            return keyColumn;
        }

        public boolean sharded() {
            return !keyColumn.isEmpty();
        }

        /** SQL of the bucket (hash placement) or the logical shard (modulo placement) of a row, as PostgreSQL itself computes it. */
        public String placeSql() {
            return this == DEVICE
                    ? "((device_id %% %1$d) + %1$d) %% %1$d".formatted(FleetLayout.MODULO_SHARDS)
                    : "(" + hash + " >> 48) & 65535";
        }
    }

    /** Every table with rows to compare, parents before children. */
    public static final List<ShardedTable> ALL = List.of(
            new ShardedTable("customers", Home.CUSTOMER),
            new ShardedTable("orders", Home.CUSTOMER),
            new ShardedTable("order_items", Home.CUSTOMER),
            new ShardedTable("events", Home.CUSTOMER),
            new ShardedTable("documents", Home.DOCUMENT),
            new ShardedTable("doc_links", Home.DOCUMENT),
            new ShardedTable("logins", Home.LOGIN),
            new ShardedTable("metrics", Home.DEVICE),
            new ShardedTable("countries", Home.REFERENCE),
            new ShardedTable("products", Home.REFERENCE),
            new ShardedTable("app_settings", Home.UNSHARDED),
            new ShardedTable("audit_log", Home.UNSHARDED));
}
