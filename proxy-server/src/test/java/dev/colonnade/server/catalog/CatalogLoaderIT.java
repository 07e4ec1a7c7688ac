package dev.colonnade.server.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.colonnade.planner.catalog.SchemaCatalog;
import dev.colonnade.planner.catalog.SchemaCatalog.Collation;
import dev.colonnade.planner.catalog.SchemaCatalog.ColumnInfo;
import dev.colonnade.planner.catalog.SchemaCatalog.RelationInfo;
import dev.colonnade.planner.catalog.SchemaCatalog.RelationKind;
import dev.colonnade.planner.catalog.SchemaCatalog.Volatility;
import dev.colonnade.topology.PhysicalShard;
import dev.colonnade.topology.PhysicalShardId;
import dev.colonnade.topology.TableName;
import dev.colonnade.topology.Topology;
import dev.colonnade.topology.TopologyEpoch;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class CatalogLoaderIT {
    private static final PhysicalShard HOME = TestServer.database("home", "catalog_home");
    private static final PhysicalShard OTHER = TestServer.database("other", "catalog_other");
    private static final String SCHEMA = """
            CREATE TYPE mood AS ENUM ('sad', 'ok');
            CREATE TYPE pair AS (a int, b mood);
            CREATE COLLATION german (provider = icu, locale = 'de-DE');
            CREATE COLLATION careless (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
            CREATE SCHEMA "Sales";
            CREATE FUNCTION plus_one(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 + 1';
            CREATE FUNCTION plus_one(bigint) RETURNS bigint LANGUAGE sql VOLATILE AS 'SELECT $1 + 1';
            CREATE FUNCTION seen() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
            CREATE DOMAIN ticket AS bigint DEFAULT 7 NOT NULL;
            CREATE TABLE orders (
              order_id bigint GENERATED ALWAYS AS IDENTITY,
              customer_id bigint NOT NULL,
              status varchar(10) DEFAULT 'new',
              note text COLLATE "C",
              name text COLLATE german,
              tag text COLLATE careless,
              basic text COLLATE ucs_basic,
              plain text,
              serial_no serial,
              ticket ticket,
              double_id bigint GENERATED ALWAYS AS (customer_id * 2) STORED,
              gone int,
              how mood,
              hows mood[],
              PRIMARY KEY (customer_id, order_id),
              UNIQUE (customer_id, status) INCLUDE (note),
              UNIQUE (serial_no) DEFERRABLE
            );
            ALTER TABLE orders DROP COLUMN gone;
            CREATE UNIQUE INDEX ON orders (note);
            CREATE UNIQUE INDEX ON orders (name) WHERE status = 'new';
            CREATE UNIQUE INDEX ON orders (lower(name));
            CREATE INDEX ON orders (plain);
            CREATE TABLE "Sales"."Odd Name" (id int);
            CREATE DOMAIN moment AS timestamptz DEFAULT now();
            CREATE TABLE varied (
              id uuid DEFAULT gen_random_uuid(),
              at timestamptz DEFAULT now(),
              day date DEFAULT CURRENT_DATE,
              later timestamptz DEFAULT (CURRENT_TIMESTAMP + interval '1 day'),
              moment moment,
              volatile_id bigint DEFAULT plus_one(1::bigint),
              number int DEFAULT plus_one(1),
              words text DEFAULT lower('A' || 'b'),
              who text DEFAULT CURRENT_USER,
              plain timestamptz DEFAULT '2026-01-01');
            CREATE TABLE parts (id int) PARTITION BY LIST (id);
            CREATE TABLE parts_1 PARTITION OF parts FOR VALUES IN (1) PARTITION BY LIST (id);
            CREATE TABLE parts_1_1 PARTITION OF parts_1 FOR VALUES IN (1);
            CREATE VIEW first_parts AS SELECT * FROM parts_1_1;
            CREATE TABLE watched (id int);
            CREATE TRIGGER seen BEFORE INSERT ON watched FOR EACH ROW EXECUTE FUNCTION seen();
            CREATE TABLE ruled (id int);
            CREATE RULE r AS ON INSERT TO ruled DO ALSO NOTIFY ruled;
            CREATE TABLE guarded (id int);
            ALTER TABLE guarded ENABLE ROW LEVEL SECURITY;
            CREATE VIEW inner_view AS SELECT customer_id, how FROM orders;
            CREATE VIEW outer_view AS SELECT i.how FROM inner_view i, "Sales"."Odd Name" o;
            CREATE MATERIALIZED VIEW kept AS SELECT customer_id FROM inner_view;
            CREATE VIEW over_kept AS SELECT customer_id, plus_one(1) AS f FROM kept;
            CREATE VIEW over_function AS SELECT f FROM over_kept;
            CREATE SEQUENCE free_sequence;
            """;

    @BeforeAll
    static void createDatabases() throws SQLException {
        TestServer.createDatabase(
                "home", HOME.database(), "TEMPLATE template0 LOCALE 'C.UTF-8' LOCALE_PROVIDER builtin");
        TestServer.createDatabase(
                "other", OTHER.database(), "TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'en' LOCALE 'C'");
        TestServer.execute(OTHER, "CREATE TYPE shifts_all_identifiers AS ENUM ('x'); CREATE TABLE only_here (id int)");
        TestServer.execute(OTHER, SCHEMA);
        TestServer.execute(HOME, SCHEMA);
    }

    @Test
    void knowsWhatPartitionsBelongTo() throws SQLException {
        SchemaCatalog schema = load().schema();
        assertEquals(List.of(), relation(schema, "parts").dependsOn());
        assertEquals(
                List.of(TableName.of("parts"), TableName.of("parts_1")),
                relation(schema, "parts_1_1").dependsOn());
        assertEquals(
                List.of(TableName.of("parts"), TableName.of("parts_1"), TableName.of("parts_1_1")),
                relation(schema, "first_parts").dependsOn());
    }

    @Test
    void knowsWhichDefaultsVary() throws SQLException {
        List<String> varied = relation(load().schema(), "varied").columns().stream()
                .filter(ColumnInfo::varies)
                .map(ColumnInfo::name)
                .toList();
        assertEquals(List.of("id", "at", "day", "later", "moment", "volatile_id"), varied);
    }

    @Test
    void readsColumns() throws SQLException {
        RelationInfo orders = relation(load().schema(), "orders");
        assertEquals(RelationKind.TABLE, orders.kind());
        assertEquals(
                List.of(
                        "order_id bigint NONE not-null default sequenced",
                        "customer_id bigint NONE not-null",
                        "status character varying(10) BYTEWISE default",
                        "note text BYTEWISE",
                        "name text OTHER",
                        "tag text NONDETERMINISTIC",
                        "basic text BYTEWISE",
                        "plain text BYTEWISE",
                        "serial_no integer NONE not-null default sequenced",
                        "ticket public.ticket NONE not-null default",
                        "double_id bigint NONE default generated",
                        "how public.mood NONE",
                        "hows public.mood[] NONE"),
                orders.columns().stream().map(CatalogLoaderIT::print).toList());
        assertEquals(20, orders.column("customer_id").orElseThrow().typeOid());
        assertTrue(orders.column("how").orElseThrow().typeOid() >= 16_384);
    }

    @Test
    void readsKeysThatHoldAtAnyTime() throws SQLException {
        RelationInfo orders = relation(load().schema(), "orders");
        assertTrue(orders.hasPrimaryKey());
        assertEquals(
                List.of(List.of("customer_id", "order_id"), List.of("customer_id", "status"), List.of("note")),
                orders.keys());
        assertFalse(relation(load().schema(), "watched").hasPrimaryKey());
    }

    @Test
    void readsRelationsOfAllKinds() throws SQLException {
        SchemaCatalog schema = load().schema();
        assertEquals(
                RelationKind.TABLE, relation(schema, "\"Sales\".\"Odd Name\"").kind());
        assertEquals(RelationKind.TABLE, relation(schema, "parts").kind());
        assertEquals(RelationKind.SEQUENCE, relation(schema, "free_sequence").kind());
        assertEquals(RelationKind.VIEW, relation(schema, "inner_view").kind());
        assertEquals(RelationKind.MATERIALIZED_VIEW, relation(schema, "kept").kind());
        assertTrue(schema.relations().keySet().stream()
                .noneMatch(
                        name -> name.schema().startsWith("pg_") || name.schema().equals("information_schema")));
    }

    @Test
    void followsViewsThroughViews() throws SQLException {
        SchemaCatalog schema = load().schema();
        assertEquals(List.of(), relation(schema, "orders").dependsOn());
        assertEquals(
                List.of(TableName.of("orders")), relation(schema, "inner_view").dependsOn());
        assertEquals(
                List.of(TableName.of("\"Sales\".\"Odd Name\""), TableName.of("inner_view"), TableName.of("orders")),
                relation(schema, "outer_view").dependsOn());
        assertEquals(
                List.of(TableName.of("inner_view"), TableName.of("kept"), TableName.of("orders")),
                relation(schema, "over_kept").dependsOn());
    }

    @Test
    void findsBehaviourThatAStatementDoesNotShow() throws SQLException {
        SchemaCatalog schema = load().schema();
        for (String hidden : List.of("watched", "ruled", "guarded", "over_kept", "over_function")) {
            assertTrue(relation(schema, hidden).hiddenBehaviour(), hidden);
        }
        for (String plain : List.of("orders", "inner_view", "outer_view", "kept")) {
            assertFalse(relation(schema, plain).hiddenBehaviour(), plain);
        }
    }

    @Test
    void readsTheMostVolatileOverloadOfEachFunction() throws SQLException {
        SchemaCatalog schema = load().schema();
        assertEquals(Volatility.IMMUTABLE, schema.functions().get("abs"));
        assertEquals(Volatility.STABLE, schema.functions().get("now"));
        assertEquals(Volatility.VOLATILE, schema.functions().get("random"));
        assertEquals(Volatility.VOLATILE, schema.userFunctions().get("plus_one"));
        assertFalse(schema.functions().containsKey("plus_one"));
    }

    @Test
    void readsTheDatabasesOwnCollation() throws SQLException {
        assertEquals(Collation.BYTEWISE, load().schema().defaultCollation());
        SchemaCatalog other = loader(topology(/* home= */ OTHER, /* other= */ HOME))
                .load(empty(OTHER))
                .schema();
        assertEquals(Collation.OTHER, other.defaultCollation());
        assertEquals(
                Collation.OTHER,
                relation(other, "orders").column("plain").orElseThrow().collation());
    }

    @Test
    void translatesIdentifiersByName() throws SQLException {
        CatalogSnapshot snapshot = load();
        ShardOids home = oids(snapshot, HOME);
        ShardOids other = oids(snapshot, OTHER);
        OidTranslation translation = snapshot.translation(OTHER.id());
        assertEquals(23, translation.toHome(23));
        for (String name : List.of("mood", "pair", "mood[]", "orders", "ticket")) {
            int atHome = oid(home.types(), name);
            int there = oid(other.types(), name);
            assertNotEquals(atHome, there, name);
            assertEquals(atHome, translation.toHome(there), name);
            assertEquals(there, translation.toShard(atHome), name);
        }
        assertEquals(oid(home.relations(), "orders"), translation.relationToHome(oid(other.relations(), "orders")));
        assertEquals(0, translation.relationToHome(oid(other.relations(), "only_here")));
        int onlyHere = oid(other.types(), "shifts_all_identifiers");
        assertFalse(translation.knowsType(onlyHere));
        assertEquals(705, translation.toHome(onlyHere));
        assertEquals(onlyHere, snapshot.translation(HOME.id()).toHome(onlyHere));
        assertEquals(705, snapshot.translation(new PhysicalShardId("new")).toHome(onlyHere));
    }

    @Test
    void theVersionGrowsOnlyWithChange() throws SQLException {
        CatalogLoader loader = loader(topology(HOME, OTHER));
        CatalogSnapshot first = loader.load(empty(HOME));
        assertEquals(1, first.schema().version());
        assertSame(first.schema(), loader.load(first).schema());
        TestServer.execute(HOME, "CREATE TABLE newcomer (id int)");
        CatalogSnapshot second = loader.load(first);
        assertEquals(2, second.schema().version());
        assertTrue(second.schema().relations().containsKey(TableName.of("newcomer")));
        TestServer.execute(HOME, "DROP TABLE newcomer");
    }

    @Test
    void aDatabaseThatIsDownKeepsWhatWasKnown() throws SQLException {
        CatalogSnapshot first = load();
        PhysicalShard gone = TestServer.database("other", "not_there");
        CatalogSnapshot second = loader(topology(HOME, gone)).load(first);
        assertEquals(first.oids(), second.oids());
        assertThrows(
                SQLException.class,
                () -> loader(topology(TestServer.database("home", "not_there"), OTHER))
                        .load(first));
    }

    @Test
    void anotherDatabaseStandsInForAHomeThatIsDownAtStart() throws SQLException {
        PhysicalShard gone = TestServer.database("home", "not_there");
        CatalogSnapshot snapshot = loader(topology(gone, OTHER)).load(empty(gone));
        assertEquals(OTHER.id(), snapshot.home());
        assertTrue(snapshot.schema().relations().containsKey(TableName.of("only_here")));
        CatalogSnapshot back = loader(topology(HOME, OTHER)).load(snapshot);
        assertEquals(HOME.id(), back.home());
        assertEquals(2, back.schema().version());
    }

    private static CatalogSnapshot load() throws SQLException {
        return loader(topology(HOME, OTHER)).load(empty(HOME));
    }

    private static CatalogLoader loader(Topology topology) {
        return new CatalogLoader(TestServer.connections(), () -> topology);
    }

    private static CatalogSnapshot empty(PhysicalShard home) {
        return CatalogSnapshot.empty(home.id());
    }

    private static Topology topology(PhysicalShard home, PhysicalShard other) {
        Map<PhysicalShardId, PhysicalShard> shards = new LinkedHashMap<>();
        shards.put(home.id(), home);
        shards.put(other.id(), other);
        return Topology.of(TopologyEpoch.FIRST, "shop", shards, Map.of(), Map.of(), home.id(), List.of());
    }

    private static ShardOids oids(CatalogSnapshot snapshot, PhysicalShard shard) {
        return snapshot.oids().getOrDefault(shard.id(), ShardOids.NONE);
    }

    private static int oid(Map<TableName, Integer> oids, String name) {
        Integer oid = oids.get(new TableName("public", name));
        assertNotNull(oid, name);
        return oid;
    }

    private static RelationInfo relation(SchemaCatalog schema, String name) {
        return schema.relation(TableName.of(name)).orElseThrow(() -> new AssertionError("no relation " + name));
    }

    private static String print(ColumnInfo column) {
        return column.name() + " " + column.type() + " " + column.collation()
                + (column.notNull() ? " not-null" : "")
                + (column.hasDefault() ? " default" : "")
                + (column.sequenced() ? " sequenced" : "")
                + (column.generated() ? " generated" : "");
    }
}
