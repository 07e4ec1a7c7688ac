package dev.colonnade.planner;

import dev.colonnade.planner.catalog.SchemaCatalog;
import dev.colonnade.planner.catalog.SchemaCatalog.Collation;
import dev.colonnade.planner.catalog.SchemaCatalog.ColumnInfo;
import dev.colonnade.planner.catalog.SchemaCatalog.RelationInfo;
import dev.colonnade.planner.catalog.SchemaCatalog.RelationKind;
import dev.colonnade.planner.catalog.SchemaCatalog.Volatility;
import dev.colonnade.topology.Colo;
import dev.colonnade.topology.ColoRule;
import dev.colonnade.topology.PhysicalShard;
import dev.colonnade.topology.PhysicalShardId;
import dev.colonnade.topology.Placement;
import dev.colonnade.topology.TableName;
import dev.colonnade.topology.TablePlacement;
import dev.colonnade.topology.Topology;
import dev.colonnade.topology.TopologyEpoch;
import dev.colonnade.topology.key.KeyType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The world of the tests: a shop on databases s1 to s4, customers placed by {@code customer_id % 4}, so that a reader of a golden file can
 * tell where a key lives: 0 on s1, 1 on s2, 2 on s3, 3 on s4; devices by hash of a text; meters by (site, number).
 */
final class Shop {
    static final PhysicalShardId S1 = new PhysicalShardId("s1");
    static final PhysicalShardId S2 = new PhysicalShardId("s2");
    static final PhysicalShardId S3 = new PhysicalShardId("s3");
    static final PhysicalShardId S4 = new PhysicalShardId("s4");
    private static final List<PhysicalShardId> ALL = List.of(S1, S2, S3, S4);

    private Shop() {}

    static PlanContext context() {
        return new PlanContext(topology(), catalog(), List.of("public"));
    }

    static Topology topology() {
        Map<PhysicalShardId, PhysicalShard> shards = new LinkedHashMap<>();
        int port = 5001;
        for (PhysicalShardId id : ALL) {
            shards.put(id, new PhysicalShard(id, "127.0.0.1", port++, "shop"));
        }
        List<PhysicalShardId> buckets = new ArrayList<>();
        for (int i = 0; i < 480; i++) {
            buckets.add(ALL.get(i / 120));
        }
        Colo customer = new Colo("customer", List.of(KeyType.INT8), new Placement.Modulo(ALL));
        Colo device = new Colo("device", List.of(KeyType.TEXT), new Placement.Hash(buckets));
        Colo meter = new Colo("meter", List.of(KeyType.INT4, KeyType.TEXT), new Placement.Hash(buckets));
        Map<TableName, TablePlacement> tables = new LinkedHashMap<>();
        for (String table : List.of("customers", "orders", "order_items", "events", "notes")) {
            tables.put(TableName.of(table), new TablePlacement.Sharded(customer, List.of("customer_id")));
        }
        Colo price = new Colo("price", List.of(KeyType.NUMERIC), new Placement.Hash(buckets));
        for (String table : List.of("ticks", "fine_ticks", "rounded_ticks")) {
            tables.put(TableName.of(table), new TablePlacement.Sharded(price, List.of("price")));
        }
        tables.put(TableName.of("devices"), new TablePlacement.Sharded(device, List.of("device_id")));
        tables.put(TableName.of("meters"), new TablePlacement.Sharded(meter, List.of("site", "number")));
        tables.put(TableName.of("readings"), new TablePlacement.Sharded(meter, List.of("site", "number")));
        tables.put(TableName.of("countries"), new TablePlacement.Reference());
        tables.put(TableName.of("rates"), new TablePlacement.Reference());
        tables.put(TableName.of("products"), new TablePlacement.Reference());
        tables.put(TableName.of("app_settings"), new TablePlacement.Unsharded(S1));
        tables.put(TableName.of("audit_log"), new TablePlacement.Unsharded(S2));
        return Topology.of(
                TopologyEpoch.FIRST,
                "shop",
                shards,
                Map.of("customer", customer, "device", device, "meter", meter, "price", price),
                tables,
                S1,
                List.of(new ColoRule("customer", List.of("customer_id"))));
    }

    static SchemaCatalog catalog() {
        Map<TableName, RelationInfo> relations = new LinkedHashMap<>();
        table(
                relations,
                "customers",
                List.of(List.of("customer_id")),
                "customer_id int8",
                "name text C",
                "email text",
                "country_code text C",
                "created_at timestamptz",
                "nick text nondeterministic");
        table(
                relations,
                "orders",
                List.of(List.of("customer_id", "order_id")),
                "order_id int8",
                "customer_id int8",
                "status text C",
                "total numeric",
                "placed_at timestamptz",
                "weight float8",
                "note text");
        table(
                relations,
                "order_items",
                List.of(List.of("customer_id", "order_id", "line")),
                "customer_id int8",
                "order_id int8",
                "line int4",
                "product_id int8",
                "quantity int4",
                "price numeric");
        table(relations, "events", List.of(), "customer_id int8", "kind text C", "at timestamptz", "data jsonb");
        table(
                relations,
                "devices",
                List.of(List.of("device_id")),
                "device_id text C",
                "model text C",
                "customer_id int8");
        table(relations, "meters", List.of(List.of("site", "number")), "site int4", "number text C", "kind text C");
        table(relations, "readings", List.of(), "site int4", "number text C", "value float8", "at timestamptz");
        table(relations, "ticks", List.of(), "price numeric", "note text C");
        table(relations, "fine_ticks", List.of(), "price numeric(12,4)", "note text C");
        table(relations, "rounded_ticks", List.of(), "price numeric(10,2)", "note text C");
        table(relations, "countries", List.of(List.of("code")), "code text C", "name text");
        table(
                relations,
                "rates",
                List.of(List.of("code")),
                "code text C",
                "rate numeric",
                "seen_at timestamptz varies");
        table(relations, "products", List.of(List.of("product_id")), "product_id int8", "name text C", "price numeric");
        table(relations, "app_settings", List.of(List.of("name")), "name text C", "value text");
        table(relations, "audit_log", List.of(), "id int8", "what text");
        table(relations, "loose", List.of(), "a int4", "b text");
        view(
                relations,
                "big_orders",
                "orders",
                " SELECT orders.customer_id, orders.order_id, orders.total\n   FROM public.orders\n  WHERE (orders.total > (100)::numeric);");
        view(relations, "country_names", "countries", " SELECT countries.name\n   FROM public.countries;");
        child(relations, "events_2026", "events");
        TableName opaque = TableName.of("counted");
        relations.put(
                opaque, new RelationInfo(opaque, RelationKind.VIEW, List.of(), false, List.of(), List.of(), "", true));
        return new SchemaCatalog(
                1,
                Set.of("public"),
                SchemaCatalog.SessionStart.STANDARD,
                relations,
                functions(),
                Map.of("loyalty", Volatility.STABLE, "slug", Volatility.IMMUTABLE),
                Collation.OTHER);
    }

    private static Map<String, Volatility> functions() {
        Map<String, Volatility> functions = new LinkedHashMap<>();
        for (String name : List.of(
                "abs",
                "lower",
                "upper",
                "length",
                "round",
                "sum",
                "generate_series",
                "unnest",
                "substr",
                "concat",
                "row_number",
                "rank",
                "int8",
                "mod",
                "date",
                "sum_ints",
                "md5",
                "array_length",
                "jsonb_array_elements",
                "percent_rank")) {
            functions.put(name, Volatility.IMMUTABLE);
        }
        for (String name : List.of(
                "now",
                "to_char",
                "date_trunc",
                "age",
                "pg_table_is_visible",
                "format_type",
                "version",
                "pg_get_expr")) {
            functions.put(name, Volatility.STABLE);
        }
        for (String name : List.of(
                "random",
                "clock_timestamp",
                "nextval",
                "gen_random_uuid",
                "pg_sleep",
                "set_config",
                "pg_backend_pid")) {
            functions.put(name, Volatility.VOLATILE);
        }
        return functions;
    }

    private static void view(Map<TableName, RelationInfo> relations, String name, String over, String definition) {
        TableName view = TableName.of(name);
        relations.put(
                view,
                new RelationInfo(
                        view,
                        RelationKind.VIEW,
                        List.of(),
                        false,
                        List.of(),
                        List.of(TableName.of(over)),
                        definition,
                        false));
    }

    /** A partition, with its parent's columns. */
    private static void child(Map<TableName, RelationInfo> relations, String name, String parent) {
        TableName table = TableName.of(name);
        TableName of = TableName.of(parent);
        List<ColumnInfo> columns = Objects.requireNonNull(relations.get(of)).columns();
        relations.put(
                table, new RelationInfo(table, RelationKind.TABLE, columns, false, List.of(), List.of(of), "", false));
    }

    /** Columns are {@code name type [collation]}, or {@code name type varies} where the default is another value on each database. */
    private static void table(
            Map<TableName, RelationInfo> relations, String name, List<List<String>> keys, String... columns) {
        List<ColumnInfo> infos = new ArrayList<>();
        for (String column : columns) {
            List<String> parts = Pattern.compile(" ").splitAsStream(column).toList();
            infos.add(new ColumnInfo(
                    parts.get(0),
                    type(parts.get(1)),
                    oid(parts.get(1)),
                    collation(parts),
                    parts.size() < 3 || parts.contains("varies") ? "" : "pg_catalog.\"" + parts.get(2) + "\"",
                    false,
                    false,
                    false,
                    parts.contains("varies"),
                    false));
        }
        TableName table = TableName.of(name);
        relations.put(
                table, new RelationInfo(table, RelationKind.TABLE, infos, !keys.isEmpty(), keys, List.of(), "", false));
    }

    private static Collation collation(List<String> parts) {
        if (!parts.get(1).equals("text")) {
            return Collation.NONE;
        }
        if (parts.size() < 3) {
            return Collation.OTHER;
        }
        return parts.get(2).equals("C") ? Collation.BYTEWISE : Collation.NONDETERMINISTIC;
    }

    private static String type(String type) {
        return switch (type) {
            case "int8" -> "bigint";
            case "int4" -> "integer";
            case "float8" -> "double precision";
            case "timestamptz" -> "timestamp with time zone";
            default -> type;
        };
    }

    private static int oid(String type) {
        return switch (type) {
            case "int8" -> 20;
            case "int4" -> 23;
            case "float8" -> 701;
            case "timestamptz" -> 1184;
            case "numeric", "numeric(12,4)", "numeric(10,2)" -> 1700;
            case "jsonb" -> 3802;
            default -> 25;
        };
    }
}
