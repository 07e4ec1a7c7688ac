package dev.colonnade.topology.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class KeyTypeTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "smallint|INT2",
                "int2|INT2",
                "integer|INT4",
                "INT|INT4",
                "bigint|INT8",
                "pg_catalog.int8|INT8",
                "text|TEXT",
                "character varying|TEXT",
                "character varying(20)|TEXT",
                "varchar (20)|TEXT",
                "character(5)|BPCHAR",
                "bpchar|BPCHAR",
                "uuid|UUID",
                "numeric|NUMERIC",
                "numeric(10,2)|NUMERIC",
                "date|DATE"
            })
    void knowsTheNamesOfKeyTypes(String name, KeyType type) {
        assertEquals(Optional.of(type), KeyType.ofTypeName(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"timestamptz", "double precision", "\"char\"", "int8[]", "integer[]", "text(", "", "bytea"})
    void knowsNoOthers(String name) {
        assertEquals(Optional.empty(), KeyType.ofTypeName(name));
    }

    @Test
    void namesWhatItKnows() {
        assertTrue(KeyType.TYPE_NAMES.stream()
                .allMatch(name -> KeyType.ofTypeName(name).isPresent()));
    }
}
