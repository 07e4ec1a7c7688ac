package dev.colonnade.server.session;

import dev.colonnade.wire.SqlState;
import dev.colonnade.wire.backend.ErrorFields;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Settings that decide how a text is read. The proxy reads texts itself, in one way, and so do the servers behind it. */
final class FixedSettings {
    private static final Set<String> UTF8 = Set.of("utf8", "utf-8", "unicode", "default", "sql_ascii");
    private static final Set<String> ON = Set.of("on", "true", "tru", "tr", "t", "yes", "ye", "y", "1", "default");

    private FixedSettings() {}

    /** Why a setting can't have this value, as an error of this severity; null where it can. */
    static @Nullable ErrorFields refused(String severity, String name, String value) {
        String plain = value.replace("'", "").replace("\"", "").strip().toLowerCase(Locale.ROOT);
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "client_encoding" ->
                UTF8.contains(plain)
                        ? null
                        : refused(
                                severity, name, value, "Shard keys are read as UTF8.", "SET client_encoding TO UTF8.");
            case "standard_conforming_strings" ->
                ON.contains(plain)
                        ? null
                        : refused(
                                severity,
                                name,
                                value,
                                "Strings are read without backslash escapes.",
                                "Write strings with escapes as E'...'.");
            default -> null;
        };
    }

    private static ErrorFields refused(String severity, String name, String value, String detail, String hint) {
        return ErrorFields.of(
                severity, SqlState.FEATURE_NOT_SUPPORTED, name + " " + value + " is not supported", detail, hint);
    }
}
