package dev.colonnade.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.colonnade.planner.plan.ParameterValues;
import dev.colonnade.planner.plan.PhysicalPlan;
import dev.colonnade.planner.plan.PlanningException;
import dev.colonnade.planner.plan.RefusalCode;
import dev.colonnade.planner.plan.StatementPlan;
import dev.colonnade.planner.plan.Verdict;
import dev.colonnade.topology.PhysicalShardId;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** What the values of one Bind make of a plan, and what they don't touch. */
class BindTest {
    private static final int INT2 = 21;
    private static final int INT4 = 23;
    private static final int INT8 = 20;
    private static final int NUMERIC = 1700;
    private static final int INT8_ARRAY = 1016;
    private static final int UNSPECIFIED = 0;
    private static final String BY_KEY = "SELECT * FROM orders WHERE customer_id = $1";

    private final QueryPlanner planner = new QueryPlanner(100);

    @Test
    void oneDatabaseGetsTheClientsOwnTextAndParameters() {
        PhysicalPlan.SingleShard plan =
                assertInstanceOf(PhysicalPlan.SingleShard.class, bind(BY_KEY, INT8, longBytes(6)));
        assertSame(BY_KEY, plan.query().sql());
        assertNull(plan.query().parameters());
        assertEquals(Shop.S3, plan.query().shard());
        assertEquals(Verdict.ONE, plan.verdict());
    }

    @Test
    void theSamePlanServesTheSameDatabase() {
        StatementPlan plan = plan(BY_KEY);
        assertSame(plan.bind(binary(INT8, longBytes(6))), plan.bind(binary(INT8, longBytes(10))));
    }

    @Test
    void integersOfAllWidthsAreTheSameKey() {
        assertEquals(Shop.S4, shard(bind(BY_KEY, INT2, ByteBuffer.allocate(2).putShort((short) 7))));
        assertEquals(Shop.S4, shard(bind(BY_KEY, INT4, ByteBuffer.allocate(4).putInt(7))));
        assertEquals(Shop.S4, shard(bind(BY_KEY, INT8, longBytes(7))));
        assertEquals(Shop.S4, shard(bind(BY_KEY, UNSPECIFIED, longBytes(7))));
        assertEquals(Shop.S2, shard(bind(BY_KEY, INT8, longBytes(-3))));
    }

    @Test
    void numericsAreComparedByValue() {
        // 1 digit, weight 0, positive, scale 2: 6.00
        ByteBuffer six = ByteBuffer.allocate(10)
                .putShort((short) 1)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) 2)
                .putShort((short) 6);
        assertEquals(Shop.S3, shard(bind(BY_KEY, NUMERIC, six)));
    }

    @Test
    void arraysRouteByTheirElements() {
        ByteBuffer array = ByteBuffer.allocate(12 + 8 + 2 * 12 + 4);
        array.putInt(1).putInt(1).putInt(INT8).putInt(3).putInt(1);
        array.putInt(8).putLong(2).putInt(-1).putInt(8).putLong(6);
        PhysicalPlan plan = bind("SELECT * FROM orders WHERE customer_id = ANY ($1)", INT8_ARRAY, array);
        assertEquals(Shop.S3, shard(plan));
    }

    @Test
    void bytesThatAreNoValueAreLeftToTheServers() {
        PhysicalPlan plan = bind(BY_KEY, INT8, ByteBuffer.allocate(3));
        assertEquals(
                4, assertInstanceOf(PhysicalPlan.Scatter.class, plan).branches().size());
    }

    @Test
    void aRowIsNeverInsertedByAKeyThatCannotBeRead() {
        PlanningException refused = assertThrows(
                PlanningException.class,
                () -> bind("INSERT INTO orders (customer_id, order_id) VALUES ($1, 1)", 701, longBytes(7)));
        assertEquals(RefusalCode.KEY_TYPE, refused.refusal().code());
    }

    @Test
    void anInsertedRowOfOneDatabaseIsTheClientsOwnText() {
        String sql = "INSERT INTO orders (customer_id, order_id) VALUES ($1, 1)";
        PhysicalPlan.SingleShard plan = assertInstanceOf(PhysicalPlan.SingleShard.class, bind(sql, INT8, longBytes(4)));
        assertSame(sql, plan.query().sql());
        assertEquals(Shop.S1, plan.query().shard());
    }

    @Test
    void plansAreCachedByTextAndRefusalsToo() {
        assertSame(plan(BY_KEY), plan(BY_KEY));
        String refused = "SELECT o FROM orders o, devices d";
        assertThrows(PlanningException.class, () -> plan(refused));
        assertThrows(PlanningException.class, () -> plan(refused));
    }

    @Test
    void limitsAreReadPerBind() {
        StatementPlan plan = plan("SELECT order_id FROM orders ORDER BY order_id LIMIT $1");
        String five = String.valueOf(plan.bind(binary(INT8, longBytes(5))));
        assertTrue(five.contains("limit=5"), five);
    }

    private StatementPlan plan(String sql) {
        return assertInstanceOf(Planned.Routed.class, planner.plan(sql, Shop.context()))
                .plan();
    }

    private PhysicalPlan bind(String sql, int oid, ByteBuffer value) {
        return plan(sql).bind(binary(oid, value));
    }

    private static PhysicalShardId shard(PhysicalPlan plan) {
        return assertInstanceOf(PhysicalPlan.SingleShard.class, plan).query().shard();
    }

    private static ByteBuffer longBytes(long value) {
        return ByteBuffer.allocate(8).putLong(value);
    }

    private static ParameterValues binary(int oid, ByteBuffer value) {
        return new ParameterValues() {
            @Override
            public int count() {
                return 1;
            }

            @Override
            public int typeOid(int number) {
                return oid;
            }

            @Override
            public boolean binary(int number) {
                return true;
            }

            @Override
            public byte[] value(int number) {
                byte[] bytes = new byte[value.capacity()];
                value.get(0, bytes);
                return bytes;
            }
        };
    }
}
