package dev.colonnade.topology.key;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The vectors were written by PostgreSQL 17.11: type, text, the value it printed back or \N where it refused. */
final class KeyTextTest {
    @Test
    void readsWhatPostgresqlReadsAndRefusesWhatItRefuses() {
        Vectors.read("input-vectors.tsv").forEach(row -> {
            KeyType type = KeyType.ofTypeName(row.get(0)).orElseThrow();
            Optional<ShardKeyValue> expected =
                    row.get(2).equals("\\N") ? Optional.empty() : Optional.of(printed(type, row.get(2)));
            assertEquals(expected, KeyText.parse(type, Vectors.unescaped(row.get(1))), row::toString);
        });
    }

    /** The canonical form that the server prints, read by the JDK. */
    private static ShardKeyValue printed(KeyType type, String text) {
        return switch (type) {
            case INT2, INT4, INT8 -> new ShardKeyValue.Int(Long.parseLong(text));
            case TEXT, BPCHAR -> new ShardKeyValue.Text(text);
            case UUID -> {
                UUID uuid = UUID.fromString(text);
                yield new ShardKeyValue.Uuid(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
            }
            case NUMERIC -> new ShardKeyValue.Numeric(new BigDecimal(text));
            case DATE ->
                new ShardKeyValue.Date((int) (LocalDate.parse(text).toEpochDay()
                        - LocalDate.of(2000, 1, 1).toEpochDay()));
        };
    }

    @Test
    void keepsTextAsItIs() {
        assertEquals(Optional.of(new ShardKeyValue.Text(" a ")), KeyText.parse(KeyType.TEXT, " a "));
        assertEquals(Optional.of(new ShardKeyValue.Text(" a")), KeyText.parse(KeyType.BPCHAR, " a  "));
        assertEquals(Optional.of(new ShardKeyValue.Text("🐘")), KeyText.parse(KeyType.TEXT, "🐘"));
    }

    @Test
    void provesNothingAboutTextThatNoServerHolds() {
        assertEquals(Optional.empty(), KeyText.parse(KeyType.TEXT, "a\0b"));
        assertEquals(Optional.empty(), KeyText.parse(KeyType.TEXT, "a\ud83d"));
        assertEquals(Optional.empty(), KeyText.parse(KeyType.TEXT, "\udc18a"));
    }

    @Test
    void provesNothingAboutWhatDependsOnSettingsOrIsNotFinite() {
        for (String text : new String[] {"NaN", "Infinity", "-inf"}) {
            assertEquals(Optional.empty(), KeyText.parse(KeyType.NUMERIC, text));
        }
        for (String text : new String[] {"today", "infinity", "1/2/2024", "20240102", "2024-1-2", "Jan 2 2024"}) {
            assertEquals(Optional.empty(), KeyText.parse(KeyType.DATE, text));
        }
    }

    @Test
    void givesUpOnEndlessNumbers() {
        assertEquals(Optional.empty(), KeyText.parse(KeyType.NUMERIC, "1".repeat(200_000)));
        assertEquals(Optional.empty(), KeyText.parse(KeyType.NUMERIC, "1".repeat(140_000)));
        assertEquals(Optional.empty(), KeyText.parse(KeyType.INT8, "1".repeat(1_000_000)));
    }
}
