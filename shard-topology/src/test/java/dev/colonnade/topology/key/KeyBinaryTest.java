package dev.colonnade.topology.key;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The vectors were written by the send functions of PostgreSQL 15.18 and 17.11: type, text or \N, bytes in hex. */
final class KeyBinaryTest {
    @Test
    void readsWhatPostgresqlSends() {
        Vectors.read("binary-vectors.tsv").forEach(row -> {
            KeyType type = KeyType.valueOf(row.get(0));
            Optional<ShardKeyValue> expected =
                    row.get(1).equals("\\N") ? Optional.empty() : KeyText.parse(type, row.get(1));
            assertEquals(expected, KeyBinary.parse(type, HexFormat.of().parseHex(row.get(2))), row::toString);
        });
    }

    @Test
    void provesNothingAboutBytesOfAnotherLength() {
        for (KeyType type : KeyType.values()) {
            if (type != KeyType.TEXT && type != KeyType.BPCHAR) {
                assertEquals(Optional.empty(), KeyBinary.parse(type, new byte[0]));
                assertEquals(Optional.empty(), KeyBinary.parse(type, new byte[3]));
                assertEquals(Optional.empty(), KeyBinary.parse(type, new byte[17]));
            }
        }
    }

    @Test
    void provesNothingAboutBytesThatAreNoText() {
        assertEquals(Optional.empty(), KeyBinary.parse(KeyType.TEXT, new byte[] {(byte) 0xc3}));
        assertEquals(Optional.empty(), KeyBinary.parse(KeyType.TEXT, new byte[] {'a', 0}));
    }

    @Test
    void provesNothingAboutNumericsThatNoServerTakes() {
        for (String hex : new String[] {
            "0001000000000000" + "2710", // a digit of 10000
            "0001000000000000" + "ffff", // a negative digit
            "0002000000000000" + "0001", // a digit missing
            "0001ffff00000000" + "0001", // decimals beyond the display scale
            "0001000080000000" + "0001", // a sign that is none
        }) {
            assertEquals(
                    Optional.empty(),
                    KeyBinary.parse(KeyType.NUMERIC, HexFormat.of().parseHex(hex)));
        }
    }

    @Test
    void survivesAnyBytes() {
        Random random = new Random(11);
        for (int i = 0; i < 5_000; i++) {
            byte[] bytes = new byte[random.nextInt(24)];
            random.nextBytes(bytes);
            for (KeyType type : KeyType.values()) {
                KeyBinary.parse(type, bytes).ifPresent(value -> ShardHasher.hashExtended(type, value, 0));
            }
        }
    }
}
