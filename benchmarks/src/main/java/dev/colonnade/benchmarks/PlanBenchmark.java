package dev.colonnade.benchmarks;

import dev.colonnade.planner.PlanContext;
import dev.colonnade.planner.Planned;
import dev.colonnade.planner.QueryPlanner;
import dev.colonnade.planner.plan.ParameterValues;
import dev.colonnade.planner.plan.PhysicalPlan;
import dev.colonnade.planner.plan.StatementPlan;
import dev.colonnade.planner.sql.StatementSplitter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What does it cost to find a statement's plan, from the bytes of a message to the database it goes to? */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class PlanBenchmark {
    @Param({"point", "orm", "insert"})
    public String statement = "";

    private final PlanContext context = Statements.context();
    private QueryPlanner planner = new QueryPlanner(1_000);
    private byte[] literal = {};
    private byte[] parametrised = {};
    private StatementPlan prepared = routed(planner.plan("SELECT 1", context));
    private final ParameterValues key = new OneBigint(123_456);

    @Setup
    public void setup() {
        String text = Statements.text(statement);
        planner = new QueryPlanner(1_000);
        literal = text.getBytes(StandardCharsets.UTF_8);
        String withParameter = text.replaceFirst("123456|42", "\\$1");
        parametrised = withParameter.getBytes(StandardCharsets.UTF_8);
        planner.plan(text.replaceFirst("123456|42", "77"), context);
        planner.plan(text.replaceFirst("123456|42", "78"), context);
        prepared = routed(planner.plan(withParameter, context));
    }

    private static StatementPlan routed(Planned planned) {
        return ((Planned.Routed) planned).plan();
    }

    /** Extended protocol: Bind of a statement that is prepared. */
    @Benchmark
    public PhysicalPlan bindKey() {
        return prepared.bind(key);
    }

    /** Extended protocol: Parse and Bind of a text that is known. */
    @Benchmark
    public PhysicalPlan textKnown() {
        return planned(parametrised, key);
    }

    /** Simple protocol: a text with other literals than any before. */
    @Benchmark
    public PhysicalPlan shapeKnown() {
        return planned(literal, ParameterValues.NONE);
    }

    /** Simple protocol: as without the cache. */
    @Benchmark
    public PhysicalPlan nothingKnown() {
        planner = new QueryPlanner(1);
        return planned(literal, ParameterValues.NONE);
    }

    private PhysicalPlan planned(byte[] message, ParameterValues parameters) {
        StatementSplitter.Piece piece = StatementSplitter.split(new String(message, StandardCharsets.UTF_8))
                .getFirst();
        return routed(planner.plan(piece, context)).bind(parameters);
    }

    /** A Bind with one parameter in binary format. */
    private record OneBigint(byte[] bytes) implements ParameterValues {
        private static final int INT8 = 20;

        OneBigint(long value) {
            this(java.nio.ByteBuffer.allocate(Long.BYTES).putLong(value).array());
        }

        @Override
        public int count() {
            return 1;
        }

        @Override
        public int typeOid(int number) {
            return INT8;
        }

        @Override
        public boolean binary(int number) {
            return true;
        }

        @Override
        public byte[] value(int number) {
            return bytes;
        }
    }
}
