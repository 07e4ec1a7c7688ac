package dev.colonnade.server.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.colonnade.wire.backend.ErrorFields;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings that would have texts read in another way. */
final class FixedSettingsTest {
    @ParameterizedTest
    @CsvSource({
        "client_encoding, UTF8",
        "client_encoding, \"'utf-8'\"",
        "client_encoding, default",
        "standard_conforming_strings, on",
        "standard_conforming_strings, \"'TRUE'\"",
        "standard_conforming_strings, 1",
        "search_path, off"
    })
    void served(String name, String value) {
        assertNull(FixedSettings.refused("ERROR", name, value));
    }

    @ParameterizedTest
    @CsvSource({
        "client_encoding, latin1",
        "Client_Encoding, win1252",
        "standard_conforming_strings, off",
        "STANDARD_CONFORMING_STRINGS, \"'false'\"",
        "standard_conforming_strings, 0",
        "standard_conforming_strings, no"
    })
    void refused(String name, String value) {
        ErrorFields refused = FixedSettings.refused("ERROR", name, value);
        assertNotNull(refused);
        assertEquals("0A000", refused.sqlState());
    }
}
