package dev.colonnade.topology.key;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The PostgreSQL types that a shard key's column may have. */
public enum KeyType {
    INT2("smallint"),
    INT4("integer"),
    INT8("bigint"),
    /** {@code text} and {@code character varying}: both hash over their bytes. */
    TEXT("text"),
    /** {@code character(n)}: trailing blanks don't count. */
    BPCHAR("character"),
    UUID("uuid"),
    NUMERIC("numeric"),
    DATE("date");

    /** The names that {@link #ofTypeName} knows, without modifiers, for messages that list what is valid. */
    public static final List<String> TYPE_NAMES = List.of(
            "smallint",
            "integer",
            "bigint",
            "text",
            "character varying",
            "character",
            "uuid",
            "numeric",
            "date",
            "int2",
            "int4",
            "int8",
            "int",
            "varchar",
            "char",
            "bpchar",
            "decimal");

    private final String typeName;

    KeyType(String typeName) {
        this.typeName = typeName;
    }

    /** The type's name as {@code format_type} prints it, without a modifier. */
    public String typeName() {
        return typeName;
    }

    /** Whether values of this type are integers: they hash alike whatever their width. */
    public boolean isInteger() {
        return this == INT2 || this == INT4 || this == INT8;
    }

    /**
     * The key type of a type name as {@code format_type} prints it ({@code character varying(20)}, {@code
     * numeric(10,2)}) or as users write it ({@code int8}, {@code varchar(20)}).
     *
     * @return empty for a type that can't be a shard key
     */
    public static Optional<KeyType> ofTypeName(String formatType) {
        String name = formatType.strip().toLowerCase(Locale.ROOT);
        if (name.startsWith("pg_catalog.")) {
            name = name.substring("pg_catalog.".length());
        }
        int modifier = name.indexOf('(');
        if (modifier >= 0) {
            if (!name.endsWith(")")) {
                return Optional.empty();
            }
            name = name.substring(0, modifier).strip();
        }
        return switch (name) {
            case "smallint", "int2" -> Optional.of(INT2);
            case "integer", "int", "int4" -> Optional.of(INT4);
            case "bigint", "int8" -> Optional.of(INT8);
            case "text", "character varying", "varchar" -> Optional.of(TEXT);
            case "character", "char", "bpchar" -> Optional.of(BPCHAR);
            case "uuid" -> Optional.of(UUID);
            case "numeric", "decimal", "dec" -> Optional.of(NUMERIC);
            case "date" -> Optional.of(DATE);
            default -> Optional.empty();
        };
    }
}
