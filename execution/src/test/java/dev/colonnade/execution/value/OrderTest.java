package dev.colonnade.execution.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Every pair of values of one type compares, and is equal, as PostgreSQL's own ranking of them says. */
class OrderTest {
    private static final List<Integer> EQUALITY_ONLY = List.of(TypeOids.INET, TypeOids.CIDR, TypeOids.VARBIT);

    private record Ranked(ByteBuf bytes, int rank) {}

    @Test
    void orderAndEqualityAgreeWithPostgreSql() {
        for (Map.Entry<Integer, List<Ranked>> type : ranked().entrySet()) {
            int oid = type.getKey();
            for (Ranked left : type.getValue()) {
                for (Ranked right : type.getValue()) {
                    String pair = oid + ": " + Vectors.hex(left.bytes) + ", " + Vectors.hex(right.bytes);
                    assertEquals(left.rank == right.rank, key(oid, left).equals(key(oid, right)), pair);
                    if (!EQUALITY_ONLY.contains(oid)) {
                        assertEquals(
                                Integer.signum(Integer.compare(left.rank, right.rank)),
                                Integer.signum(compare(oid, left.bytes, right.bytes)),
                                pair);
                    }
                }
            }
        }
    }

    @Test
    void whatIsNotKnownIsEmpty() {
        for (int oid : new int[] {114, 3802, 1009, 2278, 16384, TypeOids.INET, TypeOids.VARBIT}) {
            assertTrue(Comparators.of(oid).isEmpty());
        }
        for (int oid : new int[] {114, 3802, 1009, 16384}) {
            assertTrue(Canonical.of(oid, false).isEmpty());
        }
        assertTrue(Canonical.of(16384, true).isPresent());
    }

    private static Map<Integer, List<Ranked>> ranked() {
        Map<Integer, List<Ranked>> byType = new TreeMap<>();
        for (String[] vector : Vectors.read("order.tsv")) {
            byType.computeIfAbsent(Integer.valueOf(vector[0]), oid -> new ArrayList<>())
                    .add(new Ranked(Vectors.binary(vector[1]), Integer.parseInt(vector[2])));
        }
        return byType;
    }

    private static KeyBytes key(int oid, Ranked value) {
        KeyBytes key = new KeyBytes();
        Canonical.of(oid, false).orElseThrow().append(value.bytes, 0, value.bytes.readableBytes(), key);
        return key;
    }

    /** The second value is put somewhere else in its buffer, so that offsets count. */
    private static int compare(int oid, ByteBuf left, ByteBuf right) {
        ByteBuf shifted = Unpooled.buffer()
                .writeZero(3)
                .writeBytes(right, 0, right.readableBytes())
                .writeByte(' ');
        return Comparators.of(oid)
                .orElseThrow()
                .compare(left, 0, left.readableBytes(), shifted, 3, right.readableBytes());
    }
}
