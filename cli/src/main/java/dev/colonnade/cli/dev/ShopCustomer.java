package dev.colonnade.cli.dev;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * One customer of the sample shop with everything that belongs to it, a pure function of its number: each table can be made by itself and
 * still fits the others.
 */
record ShopCustomer(
        long id,
        String name,
        String email,
        String countryCode,
        Instant createdAt,
        List<Order> orders,
        List<Event> events) {
    private static final long SEED = 20_260_101;
    private static final Instant OPENING = Instant.parse("2025-01-01T00:00:00Z");
    private static final int DAYS = 365;
    private static final int ORDERS_MAX = 10;
    private static final int ITEMS_MAX = 4;
    private static final int EVENTS_MAX = 20;

    record Order(long id, String status, Instant createdAt, List<Item> items) {
        BigDecimal total() {
            return items.stream()
                    .map(item -> item.product().price().multiply(BigDecimal.valueOf(item.quantity())))
                    .reduce(BigDecimal.ZERO.setScale(2), BigDecimal::add);
        }
    }

    record Item(int line, ShopCatalogue.Product product, int quantity) {}

    record Event(long id, String kind, @Nullable String payload, Instant at) {}

    static ShopCustomer of(int id) {
        // Random's sequence is part of its specification; the multiplier keeps neighbours' sequences apart.
        Random random = new Random(SEED + id * 1_000_003L);
        String first = pick(ShopCatalogue.FIRST_NAMES, random);
        String last = pick(ShopCatalogue.LAST_NAMES, random);
        Instant createdAt = moment(random);
        return new ShopCustomer(
                id,
                first + " " + last,
                String.format(Locale.ROOT, "%s.%s.%d@example.com", first, last, id)
                        .toLowerCase(Locale.ROOT),
                pick(List.copyOf(ShopCatalogue.COUNTRIES.keySet()), random),
                createdAt,
                orders(id, random),
                events(random));
    }

    private static List<Order> orders(long customer, Random random) {
        List<Order> orders = new ArrayList<>();
        int count = random.nextInt(ORDERS_MAX + 1);
        for (int n = 1; n <= count; n++) {
            List<Item> items = new ArrayList<>();
            int lines = 1 + random.nextInt(ITEMS_MAX);
            for (int line = 1; line <= lines; line++) {
                items.add(new Item(line, pick(ShopCatalogue.PRODUCTS, random), 1 + random.nextInt(5)));
            }
            orders.add(
                    new Order(customer * 1_000 + n, pick(ShopCatalogue.ORDER_STATES, random), moment(random), items));
        }
        return orders;
    }

    private static List<Event> events(Random random) {
        List<Event> events = new ArrayList<>();
        int count = random.nextInt(EVENTS_MAX + 1);
        for (int n = 1; n <= count; n++) {
            String kind = pick(ShopCatalogue.EVENT_KINDS, random);
            String payload = switch (kind) {
                case "login" -> null;
                case "search" -> "{\"words\": \"" + pick(ShopCatalogue.PRODUCT_WORDS, random) + "\"}";
                default ->
                    "{\"product\": " + pick(ShopCatalogue.PRODUCTS, random).id() + "}";
            };
            events.add(new Event(n, kind, payload, moment(random)));
        }
        return events;
    }

    private static Instant moment(Random random) {
        return OPENING.plus(random.nextInt(DAYS * 86_400), ChronoUnit.SECONDS);
    }

    private static <T> T pick(List<T> from, Random random) {
        return from.get(random.nextInt(from.size()));
    }
}
