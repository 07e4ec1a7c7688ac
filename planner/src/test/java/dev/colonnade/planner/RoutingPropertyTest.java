package dev.colonnade.planner;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.colonnade.planner.plan.ParameterValues;
import dev.colonnade.planner.plan.PhysicalPlan;
import dev.colonnade.planner.plan.PlanningException;
import dev.colonnade.planner.plan.ShardQuery;
import dev.colonnade.topology.PhysicalShardId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Random predicates over small domains, evaluated row by row beside the routed databases: never one missed that has a row of the answer.
 * The seed is printed with a failure.
 */
class RoutingPropertyTest {
    private static final int STATEMENTS = 2_000;
    private static final int DOMAIN = 6;
    private static final long SEED = 20_240_607;
    private static final List<@Nullable Integer> STATUSES = Arrays.asList(0, 1, null);
    private static final List<PhysicalShardId> SHARDS = List.of(Shop.S1, Shop.S2, Shop.S3, Shop.S4);

    /** A row of orders: its key, and another column, NULL as null. */
    private record Order(int key, @Nullable Integer status) {}

    /** A row of customers. */
    private record Customer(int key, @Nullable Integer name) {}

    /** A condition's text, and its value for a pair of rows: null is NULL. A row that an outer join filled up has null columns. */
    private record Condition(String sql, Value value) {}

    /** A condition's value for a pair of rows. */
    private interface Value {
        @Nullable
        Boolean apply(@Nullable Order order, Customer customer);
    }

    private final Random random = new Random(SEED);

    @Test
    void everyDatabaseWithAMatchingRowIsAsked() {
        QueryPlanner planner = new QueryPlanner(1);
        for (int i = 0; i < STATEMENTS; i++) {
            Condition where = condition(3);
            String sql = "SELECT * FROM orders o WHERE " + where.sql();
            Set<PhysicalShardId> needed = new HashSet<>();
            orders().stream()
                    .filter(order -> Boolean.TRUE.equals(where.value().apply(order, new Customer(order.key(), 0))))
                    .forEach(order -> needed.add(home(order.key())));
            assertAsked(planner, sql, needed);
        }
    }

    @Test
    void everyDatabaseWithAJoinedRowIsAsked() {
        QueryPlanner planner = new QueryPlanner(1);
        for (int i = 0; i < STATEMENTS; i++) {
            Condition on = condition(2);
            Condition where = condition(2);
            boolean left = random.nextBoolean();
            String sql = "SELECT * FROM customers c " + (left ? "LEFT" : "INNER")
                    + " JOIN orders o ON o.customer_id = c.customer_id AND (" + on.sql() + ") WHERE " + where.sql();
            assertAsked(planner, sql, joined(on, where, left));
        }
    }

    private static Set<PhysicalShardId> joined(Condition on, Condition where, boolean left) {
        Set<PhysicalShardId> needed = new HashSet<>();
        for (Customer customer : customers()) {
            boolean matched = false;
            for (Order order : orders()) {
                if (order.key() == customer.key()
                        && Boolean.TRUE.equals(on.value().apply(order, customer))) {
                    matched = true;
                    if (Boolean.TRUE.equals(where.value().apply(order, customer))) {
                        needed.add(home(customer.key()));
                    }
                }
            }
            if (left && !matched && Boolean.TRUE.equals(where.value().apply(null, customer))) {
                needed.add(home(customer.key()));
            }
        }
        return needed;
    }

    private static void assertAsked(QueryPlanner planner, String sql, Set<PhysicalShardId> needed) {
        Set<PhysicalShardId> asked = asked(planner, sql);
        assertTrue(asked.containsAll(needed), () -> sql + "\nneeds " + needed + "\nasked " + asked + "\nseed " + SEED);
    }

    private static Set<PhysicalShardId> asked(QueryPlanner planner, String sql) {
        try {
            Planned.Routed routed = (Planned.Routed) planner.plan(sql, Shop.context());
            return switch (routed.plan().bind(ParameterValues.NONE)) {
                case PhysicalPlan.SingleShard(var verdict, ShardQuery query) -> Set.of(query.shard());
                case PhysicalPlan.Scatter scatter ->
                    new HashSet<>(
                            scatter.branches().stream().map(ShardQuery::shard).toList());
                case PhysicalPlan.Staged staged ->
                    new HashSet<>(
                            staged.branches().stream().map(ShardQuery::shard).toList());
            };
        } catch (PlanningException refused) {
            return new HashSet<>(SHARDS);
        }
    }

    private static PhysicalShardId home(int key) {
        return SHARDS.get(Math.floorMod(key, SHARDS.size()));
    }

    private static List<Order> orders() {
        List<Order> rows = new ArrayList<>();
        for (int key = 0; key < DOMAIN; key++) {
            for (Integer status : STATUSES) {
                rows.add(new Order(key, status));
            }
        }
        return rows;
    }

    private static List<Customer> customers() {
        List<Customer> rows = new ArrayList<>();
        for (int key = 0; key < DOMAIN; key++) {
            rows.add(new Customer(key, key % 2 == 0 ? null : 1));
        }
        return rows;
    }

    private Condition condition(int depth) {
        return switch (random.nextInt(depth == 0 ? 6 : 10)) {
            case 0 -> {
                int value = random.nextInt(DOMAIN);
                yield new Condition("o.customer_id = " + value, (o, c) -> o == null ? null : o.key() == value);
            }
            case 1 -> {
                Set<Integer> values = Set.of(random.nextInt(DOMAIN), DOMAIN + random.nextInt(DOMAIN));
                String list =
                        String.join(", ", values.stream().map(String::valueOf).toList());
                yield new Condition(
                        "o.customer_id IN (" + list + ")", (o, c) -> o == null ? null : values.contains(o.key()));
            }
            case 2 -> {
                int value = random.nextInt(DOMAIN);
                yield new Condition(
                        "o.customer_id IS NOT DISTINCT FROM " + value, (o, c) -> o != null && o.key() == value);
            }
            case 3 -> {
                int value = random.nextInt(3);
                yield new Condition("o.order_id = " + value, (o, c) -> statusIs(o, value));
            }
            case 4 -> {
                int value = random.nextInt(DOMAIN);
                yield new Condition(
                        value + " = ANY (ARRAY[o.customer_id])", (o, c) -> o == null ? null : o.key() == value);
            }
            case 5 -> {
                int value = random.nextInt(DOMAIN);
                yield new Condition(
                        "(o.customer_id)::numeric = " + value + ".0", (o, c) -> o == null ? null : o.key() == value);
            }
            case 6, 7 -> {
                Condition a = condition(depth - 1);
                Condition b = condition(depth - 1);
                yield new Condition(
                        "(" + a.sql() + " AND " + b.sql() + ")",
                        (o, c) -> and(a.value().apply(o, c), b.value().apply(o, c)));
            }
            case 8 -> {
                Condition a = condition(depth - 1);
                Condition b = condition(depth - 1);
                yield new Condition(
                        "(" + a.sql() + " OR " + b.sql() + ")",
                        (o, c) -> not(
                                and(not(a.value().apply(o, c)), not(b.value().apply(o, c)))));
            }
            default -> {
                Condition a = condition(depth - 1);
                yield new Condition(
                        "NOT (" + a.sql() + ")", (o, c) -> not(a.value().apply(o, c)));
            }
        };
    }

    private static @Nullable Boolean and(@Nullable Boolean a, @Nullable Boolean b) {
        if (Boolean.FALSE.equals(a) || Boolean.FALSE.equals(b)) {
            return false;
        }
        return (a == null || b == null) ? null : Boolean.TRUE;
    }

    private static @Nullable Boolean not(@Nullable Boolean a) {
        return a == null ? null : !a;
    }

    private static @Nullable Boolean statusIs(@Nullable Order order, int value) {
        Integer status = order == null ? null : order.status();
        return status == null ? null : status == value;
    }
}
