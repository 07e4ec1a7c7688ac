package dev.colonnade.topology.key;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The vectors were written by PostgreSQL 15.18 and 17.11: column type, inserted text, stored text or \N where refused. */
final class KeyAssignmentTest {
    @Test
    void storesWhatPostgresqlStores() {
        Vectors.read("assignment-vectors.tsv").forEach(row -> {
            KeyType type = KeyType.ofTypeName(row.get(0)).orElseThrow();
            KeyType written = type.isInteger() ? KeyType.INT8 : type;
            Optional<ShardKeyValue> expected =
                    row.get(2).equals("\\N") ? Optional.empty() : KeyText.parse(type, row.get(2));
            ShardKeyValue value = KeyText.parse(written, row.get(1)).orElseThrow();
            assertEquals(expected, KeyAssignment.stored(row.get(0), value), row::toString);
        });
    }

    @Test
    void takesIntegersForNumericColumns() {
        assertEquals(
                KeyText.parse(KeyType.NUMERIC, "12"), KeyAssignment.stored("numeric(4,1)", new ShardKeyValue.Int(12)));
    }

    @Test
    void provesNothingAboutOtherPairs() {
        assertEquals(Optional.empty(), KeyAssignment.stored("uuid", new ShardKeyValue.Int(12)));
        assertEquals(Optional.empty(), KeyAssignment.stored("integer", new ShardKeyValue.Text("12")));
        assertEquals(Optional.empty(), KeyAssignment.stored("timestamptz", new ShardKeyValue.Date(1)));
    }
}
