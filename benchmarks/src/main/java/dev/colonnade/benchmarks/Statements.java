package dev.colonnade.benchmarks;

import dev.colonnade.planner.PlanContext;
import dev.colonnade.planner.catalog.SchemaCatalog;
import dev.colonnade.topology.Colo;
import dev.colonnade.topology.PhysicalShard;
import dev.colonnade.topology.PhysicalShardId;
import dev.colonnade.topology.Placement;
import dev.colonnade.topology.TableName;
import dev.colonnade.topology.TablePlacement;
import dev.colonnade.topology.Topology;
import dev.colonnade.topology.TopologyEpoch;
import dev.colonnade.topology.key.KeyType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Statements as applications send them, and the shop that they are about: four databases, customers by hash. */
final class Statements {
    /** By name, with literals written into the text. */
    private static final Map<String, String> TEXTS = texts();

    private Statements() {}

    static String text(String name) {
        String text = TEXTS.get(name);
        if (text == null) {
            throw new IllegalArgumentException("statement: " + name + " (expected: one of " + TEXTS.keySet() + ")");
        }
        return text;
    }

    private static Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("point", "SELECT abalance FROM accounts WHERE customer_id = 123456");
        texts.put("orm", """
                SELECT "orders"."order_id", "orders"."customer_id", "orders"."status", "orders"."total", \
                "orders"."placed_at" FROM "orders" WHERE ("orders"."customer_id" = 42 AND "orders"."status" = 'open') LIMIT 21""");
        texts.put("join", """
                select o1_0.order_id, o1_0.status, c1_0.customer_id, c1_0.name from orders o1_0 left join customers c1_0 \
                on c1_0.customer_id = o1_0.customer_id where o1_0.customer_id = 42 and o1_0.total > 10.5 order by o1_0.order_id""");
        texts.put(
                "insert",
                "INSERT INTO orders (customer_id, order_id, status, total) VALUES (42, 7, 'open', 12.50) RETURNING order_id");
        texts.put(
                "update",
                "UPDATE orders SET status = 'paid', total = total + 1.5 WHERE customer_id = 42 AND order_id = 7");
        texts.put("delete", "DELETE FROM orders WHERE customer_id = 42 AND order_id = 7");
        texts.put(
                "in",
                "SELECT * FROM customers WHERE customer_id IN (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20)");
        texts.put(
                "aggregate", "SELECT status, count(*), sum(total) FROM orders WHERE customer_id = 42 GROUP BY status");
        texts.put("upsert", """
                INSERT INTO customers (customer_id, name) VALUES (42, 'Ada') \
                ON CONFLICT (customer_id) DO UPDATE SET name = EXCLUDED.name""");
        texts.put("scatter", "SELECT * FROM orders WHERE total > 100 ORDER BY order_id LIMIT 10");
        return texts;
    }

    static PlanContext context() {
        Map<PhysicalShardId, PhysicalShard> shards = new LinkedHashMap<>();
        for (int i = 0; i < 4; i++) {
            PhysicalShardId id = new PhysicalShardId("shard-" + i);
            shards.put(id, new PhysicalShard(id, "127.0.0.1", 6200 + i, "shop"));
        }
        List<PhysicalShardId> homes = List.copyOf(shards.keySet());
        Colo customer = new Colo("customer", List.of(KeyType.INT8), new Placement.Hash(homes));
        Map<TableName, TablePlacement> tables = new LinkedHashMap<>();
        for (String table : List.of("accounts", "customers", "orders")) {
            tables.put(TableName.of(table), new TablePlacement.Sharded(customer, List.of("customer_id")));
        }
        Topology topology = Topology.of(
                TopologyEpoch.FIRST, "shop", shards, Map.of("customer", customer), tables, homes.getFirst(), List.of());
        return new PlanContext(topology, SchemaCatalog.empty(), List.of("public"));
    }
}
