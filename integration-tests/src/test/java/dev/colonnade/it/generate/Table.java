package dev.colonnade.it.generate;

import java.util.List;

/**
 * What the generator knows of a table.
 *
 * @param primaryKey columns that make an order total; the shard key is the first
 * @param writable whether rows may be changed without breaking a foreign key or a check
 */
record Table(String name, List<String> primaryKey, List<Column> columns, boolean writable) {
    /** A column, and literals that its predicates are made of. */
    record Column(String name, Kind kind, List<String> literals) {}

    /** What may be done with a column. */
    enum Kind {
        KEY,
        INTEGER,
        NUMERIC,
        FLOAT,
        TEXT,
        ENUM,
        BOOLEAN,
        TIME,
        /** Equality and NULL tests only. */
        OPAQUE
    }

    private static final List<String> WORDS =
            List.of("'a'", "'A'", "'ab'", "'Ab'", "'é'", "''", "'z'", "'10'", "'a''b'", "'_c'");
    private static final List<String> CUSTOMERS = List.of(
            "7", "2", "6", "-3", "0", "1", "12", "-40", "115", "9007199254740993", "4294967297", "777777", "'7'", "-6");
    private static final List<String> SMALL = List.of("-2", "-1", "0", "1", "2", "3", "5", "7", "20");
    private static final List<String> AMOUNTS = List.of("10", "10.0", "0", "500.5", "999.99", "-1", "0.25", "'NaN'");
    private static final List<String> FLOATS = List.of("0", "-0.0", "12.5", "-98.375", "100", "'NaN'", "'Infinity'");
    private static final List<String> TIMES =
            List.of("'2024-03-01'", "'2024-07-15 12:00'", "'2023-12-31'", "'infinity'");
    private static final List<String> DEVICES = List.of("0", "2", "-3", "-20", "17", "40", "16", "1000");

    static final Table CUSTOMER = new Table(
            "customers",
            List.of("customer_id"),
            List.of(
                    new Column("customer_id", Kind.KEY, CUSTOMERS),
                    new Column("name", Kind.TEXT, WORDS),
                    new Column("nickname", Kind.TEXT, WORDS),
                    new Column("city", Kind.TEXT, WORDS),
                    new Column("credit", Kind.NUMERIC, AMOUNTS),
                    new Column("rating", Kind.FLOAT, FLOATS),
                    new Column("score", Kind.FLOAT, FLOATS),
                    new Column("mood", Kind.ENUM, List.of("'sad'", "'ok'", "'happy'")),
                    new Column("home", Kind.OPAQUE, List.of()),
                    new Column("tags", Kind.OPAQUE, List.of("'{}'")),
                    new Column("created_at", Kind.TIME, TIMES),
                    new Column("active", Kind.BOOLEAN, List.of("true", "false")),
                    new Column("region", Kind.INTEGER, SMALL),
                    new Column("profile", Kind.OPAQUE, List.of()),
                    new Column("country_code", Kind.TEXT, List.of("'DE'", "'AT'", "'US'", "'ZZ'"))),
            false);

    static final Table ORDER = new Table(
            "orders",
            List.of("customer_id", "order_id"),
            List.of(
                    new Column("customer_id", Kind.KEY, CUSTOMERS),
                    new Column("order_id", Kind.INTEGER, List.of("1", "2", "3", "5", "60", "119")),
                    new Column(
                            "status", Kind.ENUM, List.of("'new'", "'paid'", "'shipped'", "'cancelled'", "'archived'")),
                    new Column("total", Kind.NUMERIC, AMOUNTS),
                    new Column("discount", Kind.NUMERIC, List.of("0.5", "0.123", "0.9")),
                    new Column("placed_at", Kind.TIME, TIMES),
                    new Column("note", Kind.TEXT, WORDS),
                    new Column("priority", Kind.INTEGER, SMALL)),
            false);

    static final Table EVENT = new Table(
            "events",
            List.of("customer_id", "event_id"),
            List.of(
                    new Column("customer_id", Kind.KEY, CUSTOMERS),
                    new Column("event_id", Kind.INTEGER, List.of("1", "2", "3", "4")),
                    new Column("kind", Kind.TEXT, List.of("'view'", "'View'", "'click'", "'buy'")),
                    new Column("at", Kind.TIME, TIMES),
                    new Column("payload", Kind.OPAQUE, List.of("'{\"k\": 3}'")),
                    new Column("amount", Kind.FLOAT, FLOATS),
                    new Column("flags", Kind.INTEGER, List.of("0", "7", "100", "255"))),
            true);

    static final Table DOCUMENT = new Table(
            "documents",
            List.of("doc_key", "version"),
            List.of(
                    new Column(
                            "doc_key",
                            Kind.KEY,
                            List.of("'doc/1'", "'doc/5'", "'a'", "'A'", "'é'", "''", "'日本語'", "'0042'", "'none'")),
                    new Column("version", Kind.INTEGER, List.of("1", "2", "3")),
                    new Column("title", Kind.TEXT, WORDS),
                    new Column("body", Kind.TEXT, WORDS),
                    new Column("size", Kind.INTEGER, List.of("0", "100", "5000", "9000"))),
            true);

    static final Table METRIC = new Table(
            "metrics",
            List.of("device_id", "slot"),
            List.of(
                    new Column("device_id", Kind.KEY, DEVICES),
                    new Column("slot", Kind.INTEGER, List.of("1", "2", "3", "5")),
                    new Column("reading", Kind.FLOAT, FLOATS),
                    new Column("level", Kind.INTEGER, SMALL),
                    new Column("label", Kind.TEXT, List.of("'low'", "'High'", "'high'", "'mid'"))),
            true);

    static final Table PRODUCT = new Table(
            "products",
            List.of("product_id"),
            List.of(
                    new Column("product_id", Kind.INTEGER, List.of("1", "5", "12", "40", "99")),
                    new Column("sku", Kind.TEXT, List.of("'SKU-0037'", "'x'")),
                    new Column("price", Kind.NUMERIC, AMOUNTS),
                    new Column("category", Kind.TEXT, List.of("'toys'", "'Books'", "'books'"))),
            true);

    static final Table SETTING = new Table(
            "app_settings",
            List.of("key"),
            List.of(
                    new Column("key", Kind.TEXT, WORDS),
                    new Column("value", Kind.TEXT, WORDS),
                    new Column("updated_at", Kind.TIME, TIMES)),
            true);

    /** Sharded tables more often than the others. */
    static final List<Table> ALL =
            List.of(CUSTOMER, ORDER, ORDER, EVENT, EVENT, DOCUMENT, METRIC, METRIC, PRODUCT, SETTING);

    List<Column> columnsOf(Kind... kinds) {
        List<Kind> wanted = List.of(kinds);
        return columns.stream().filter(column -> wanted.contains(column.kind)).toList();
    }
}
