package dev.colonnade.cli.dev;

import dev.colonnade.topology.TableName;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A shop with many customers: what each of them did is sharded by customer, what all share is on every shard. */
final class ShopSample implements Sample {
    private static final int CUSTOMERS = 2_000;

    @Override
    public String version() {
        return "shop 1, " + CUSTOMERS + " customers";
    }

    @Override
    public List<Table> tables() {
        return List.of(countries(), products(), appSettings(), customers(), orders(), orderItems(), events());
    }

    private static Table countries() {
        return new Table(
                TableName.of("countries"),
                List.of("CREATE TABLE countries (code char(2) PRIMARY KEY, name text NOT NULL)"),
                List.of("code", "name"),
                () -> lines(ShopCatalogue.COUNTRIES));
    }

    private static Table products() {
        return new Table(
                TableName.of("products"),
                List.of("""
                    CREATE TABLE products (
                        product_id bigint PRIMARY KEY,
                        sku text NOT NULL UNIQUE,
                        name text NOT NULL,
                        price numeric(12,2) NOT NULL)"""),
                List.of("product_id", "sku", "name", "price"),
                () -> ShopCatalogue.PRODUCTS.stream()
                        .map(product -> CopyLine.of(product.id(), product.sku(), product.name(), product.price())));
    }

    private static Table appSettings() {
        return new Table(
                TableName.of("app_settings"),
                List.of("CREATE TABLE app_settings (key text PRIMARY KEY, value text NOT NULL)"),
                List.of("key", "value"),
                () -> lines(ShopCatalogue.SETTINGS));
    }

    private static Table customers() {
        return new Table(
                TableName.of("customers"),
                List.of("""
                    CREATE TABLE customers (
                        customer_id bigint PRIMARY KEY,
                        email text NOT NULL,
                        name text NOT NULL,
                        country_code char(2) NOT NULL REFERENCES countries,
                        created_at timestamptz NOT NULL)"""),
                List.of("customer_id", "email", "name", "country_code", "created_at"),
                perCustomer(c -> Stream.of(CopyLine.of(c.id(), c.email(), c.name(), c.countryCode(), c.createdAt()))));
    }

    private static Table orders() {
        return new Table(
                TableName.of("orders"),
                List.of("""
                    CREATE TABLE orders (
                        order_id bigint NOT NULL,
                        customer_id bigint NOT NULL REFERENCES customers,
                        status text NOT NULL,
                        total numeric(12,2) NOT NULL,
                        created_at timestamptz NOT NULL,
                        PRIMARY KEY (customer_id, order_id))""", "CREATE INDEX orders_created_at ON orders (created_at)"),
                List.of("order_id", "customer_id", "status", "total", "created_at"),
                perCustomer(c -> c.orders().stream()
                        .map(order ->
                                CopyLine.of(order.id(), c.id(), order.status(), order.total(), order.createdAt()))));
    }

    private static Table orderItems() {
        return new Table(
                TableName.of("order_items"),
                List.of("""
                    CREATE TABLE order_items (
                        customer_id bigint NOT NULL,
                        order_id bigint NOT NULL,
                        line_no int NOT NULL,
                        product_id bigint NOT NULL REFERENCES products,
                        quantity int NOT NULL CHECK (quantity > 0),
                        price numeric(12,2) NOT NULL,
                        PRIMARY KEY (customer_id, order_id, line_no),
                        FOREIGN KEY (customer_id, order_id) REFERENCES orders)"""),
                List.of("customer_id", "order_id", "line_no", "product_id", "quantity", "price"),
                perCustomer(c -> c.orders().stream()
                        .flatMap(order -> order.items().stream()
                                .map(item -> CopyLine.of(
                                        c.id(),
                                        order.id(),
                                        item.line(),
                                        item.product().id(),
                                        item.quantity(),
                                        item.product().price())))));
    }

    private static Table events() {
        return new Table(
                TableName.of("events"),
                List.of("""
                    CREATE TABLE events (
                        customer_id bigint NOT NULL REFERENCES customers,
                        event_id bigint NOT NULL,
                        kind text NOT NULL,
                        payload jsonb,
                        at timestamptz NOT NULL,
                        PRIMARY KEY (customer_id, event_id))"""),
                List.of("customer_id", "event_id", "kind", "payload", "at"),
                perCustomer(c -> c.events().stream()
                        .map(event -> CopyLine.of(c.id(), event.id(), event.kind(), event.payload(), event.at()))));
    }

    private static Stream<String> lines(Map<String, String> map) {
        return map.entrySet().stream().map(entry -> CopyLine.of(entry.getKey(), entry.getValue()));
    }

    private static Supplier<Stream<String>> perCustomer(Function<ShopCustomer, Stream<String>> rowsOf) {
        return () ->
                IntStream.rangeClosed(1, CUSTOMERS).mapToObj(ShopCustomer::of).flatMap(rowsOf);
    }
}
