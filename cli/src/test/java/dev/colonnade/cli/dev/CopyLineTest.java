package dev.colonnade.cli.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class CopyLineTest {
    @Test
    void escapesWhatWouldBeReadAsStructure() {
        assertEquals("1\t\\N\ta\\\\b\\tc\\nd\\re", CopyLine.of(1, null, "a\\b\tc\nd\re"));
    }
}
