package dev.colonnade.execution.copy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the rows of a COPY FROM are written ("COPY", "File Formats" in the PostgreSQL manual).
 *
 * @param quote only for CSV
 * @param escape only for CSV; the same as {@code quote} unless stated
 * @param nullMarker the bytes that stand for NULL
 * @param defaultMarker the bytes that stand for the column's default; null where there are none
 * @param charset to read keys with; only ASCII for encodings that keep ASCII as it is but whose other characters aren't read here
 * @param forceNull columns whose quoted null marker is NULL too
 * @param forceNotNull columns whose null marker is taken as it stands
 */
public record CopyFormat(
        boolean csv,
        byte delimiter,
        byte quote,
        byte escape,
        byte[] nullMarker,
        byte @Nullable [] defaultMarker,
        boolean header,
        Charset charset,
        Columns forceNull,
        Columns forceNotNull) {
    /** Encodings of clients in which every byte below 128 is an ASCII character: PostgreSQL takes them for databases too. */
    private static final Set<String> ASCII_SAFE = Set.of(
            "euccn",
            "eucjp",
            "eucjis2004",
            "euckr",
            "euctw",
            "iso88592",
            "iso88593",
            "iso88594",
            "iso88595",
            "iso88596",
            "iso88597",
            "iso88598",
            "iso88599",
            "iso885910",
            "iso885913",
            "iso885914",
            "iso885915",
            "iso885916",
            "koi8",
            "koi8r",
            "koi8u",
            "latin2",
            "latin3",
            "latin4",
            "latin5",
            "latin6",
            "latin7",
            "latin8",
            "latin9",
            "latin10",
            "win1250",
            "win1251",
            "win1252",
            "win1253",
            "win1254",
            "win1255",
            "win1256",
            "win1257",
            "win1258",
            "win866",
            "win874");

    private static final Set<String> KNOWN = Set.of(
            "format",
            "delimiter",
            "null",
            "default",
            "header",
            "quote",
            "escape",
            "encoding",
            "freeze",
            "force_null",
            "force_not_null",
            "on_error",
            "log_verbosity");

    /** Some or all columns of a table. */
    public record Columns(boolean all, Set<String> names) {
        static final Columns NONE = new Columns(false, Set.of());

        static Columns of(@Nullable String option) {
            if (option == null) {
                return NONE;
            }
            return option.equals("*") ? new Columns(true, Set.of()) : new Columns(false, Set.of(option.split(",")));
        }

        boolean contains(String column) {
            return all || names.contains(column);
        }
    }

    /**
     * Reads the options of a COPY statement.
     *
     * @param options lower-case names with decoded values
     * @return empty where rows can't be told apart for certain: the binary format, encodings that aren't a superset of ASCII, rows that
     *     the server may skip, options of a kind that isn't known, and values that PostgreSQL refuses
     */
    public static Optional<CopyFormat> of(Map<String, String> options) {
        String format = options.getOrDefault("format", "text");
        boolean csv = format.equals("csv");
        Charset charset = charset(options.getOrDefault("encoding", "utf8"));
        Boolean header = header(options.get("header"));
        if ((!csv && !format.equals("text"))
                || charset == null
                || header == null
                || !KNOWN.containsAll(options.keySet())
                || !options.getOrDefault("on_error", "stop").equalsIgnoreCase("stop")) {
            return Optional.empty();
        }
        byte[] delimiter = bytes(options.getOrDefault("delimiter", csv ? "," : "\t"));
        byte[] quote = bytes(options.getOrDefault("quote", "\""));
        byte[] escape = options.containsKey("escape") ? bytes(options.get("escape")) : quote;
        byte[] nullMarker = bytes(options.getOrDefault("null", csv ? "" : "\\N"));
        byte[] defaultMarker = options.containsKey("default") ? bytes(options.get("default")) : null;
        boolean single = delimiter.length == 1 && quote.length == 1 && escape.length == 1;
        boolean sameMarkers = charset.equals(StandardCharsets.UTF_8) || (ascii(nullMarker) && ascii(defaultMarker));
        if (!single || !sameMarkers) {
            return Optional.empty();
        }
        return Optional.of(new CopyFormat(
                csv,
                delimiter[0],
                quote[0],
                escape[0],
                nullMarker,
                defaultMarker,
                header,
                charset,
                Columns.of(options.get("force_null")),
                Columns.of(options.get("force_not_null"))));
    }

    /** Whether a COPY TO with these options begins with a line of column names; a value that isn't known is for the server to refuse. */
    public static boolean hasHeader(Map<String, String> options) {
        return Boolean.TRUE.equals(header(options.get("header")));
    }

    private static byte[] bytes(@Nullable String text) {
        return text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
    }

    private static boolean ascii(byte @Nullable [] text) {
        if (text != null) {
            for (byte one : text) {
                if (one < 0) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Null for a value that isn't known. */
    private static @Nullable Boolean header(@Nullable String value) {
        if (value == null) {
            return false;
        }
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true", "on", "1", "match", "" -> true;
            case "false", "off", "0" -> false;
            default -> null;
        };
    }

    private static @Nullable Charset charset(String encoding) {
        String name = encoding.toLowerCase(Locale.ROOT)
                .replace("_", "")
                .replace("-", "")
                .replace(" ", "");
        return switch (name) {
            case "utf8", "unicode", "sqlascii" -> StandardCharsets.UTF_8;
            case "latin1", "iso88591" -> StandardCharsets.ISO_8859_1;
            default -> ASCII_SAFE.contains(name) ? StandardCharsets.US_ASCII : null;
        };
    }
}
