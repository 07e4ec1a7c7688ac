package dev.colonnade.cli.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

final class ShopSampleTest {
    private final ShopSample sample = new ShopSample();

    @Test
    void hasTheSameManyRowsEveryTime() {
        CRC32 checksum = new CRC32();
        long rows = 0;
        for (Sample.Table table : sample.tables()) {
            String text = table.rows().get().collect(Collectors.joining("\n"));
            checksum.update(text.getBytes(StandardCharsets.UTF_8));
            rows += text.lines().count();
        }
        assertTrue(rows >= 50_000, rows + " rows");
        // Who changes the rows changes Sample.version() too: loaded folders are recognised by it.
        assertEquals("shop 1, 2000 customers", sample.version());
        assertEquals(3_655_764_069L, checksum.getValue());
    }

    @Test
    void ordersAreTheSumOfTheirItems() {
        Map<String, BigDecimal> items = new HashMap<>();
        rows("order_items")
                .forEach(f -> items.merge(f[1], new BigDecimal(f[4]).multiply(new BigDecimal(f[5])), BigDecimal::add));
        Map<String, BigDecimal> orders =
                rows("orders").collect(Collectors.toMap(fields -> fields[0], fields -> new BigDecimal(fields[3])));
        assertEquals(orders, items);
    }

    private Stream<String[]> rows(String table) {
        return sample.tables().stream()
                .filter(candidate -> candidate.name().name().equals(table))
                .flatMap(found -> found.rows().get())
                .map(line -> line.split("\t", -1));
    }
}
