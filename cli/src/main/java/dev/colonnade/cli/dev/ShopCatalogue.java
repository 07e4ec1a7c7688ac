package dev.colonnade.cli.dev;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What all customers of the sample shop share, and the words their data is made of. */
final class ShopCatalogue {
    static final Map<String, String> COUNTRIES = new TreeMap<>(Map.ofEntries(
            Map.entry("AT", "Austria"),
            Map.entry("AU", "Australia"),
            Map.entry("BE", "Belgium"),
            Map.entry("BR", "Brazil"),
            Map.entry("CA", "Canada"),
            Map.entry("CH", "Switzerland"),
            Map.entry("CI", "Côte d'Ivoire"),
            Map.entry("DE", "Germany"),
            Map.entry("DK", "Denmark"),
            Map.entry("ES", "Spain"),
            Map.entry("FI", "Finland"),
            Map.entry("FR", "France"),
            Map.entry("GB", "United Kingdom"),
            Map.entry("IE", "Ireland"),
            Map.entry("IN", "India"),
            Map.entry("IS", "Iceland"),
            Map.entry("IT", "Italy"),
            Map.entry("JP", "Japan"),
            Map.entry("KE", "Kenya"),
            Map.entry("NL", "Netherlands"),
            Map.entry("NO", "Norway"),
            Map.entry("NZ", "New Zealand"),
            Map.entry("PL", "Poland"),
            Map.entry("PT", "Portugal"),
            Map.entry("SE", "Sweden"),
            Map.entry("TR", "Türkiye"),
            Map.entry("US", "United States"),
            Map.entry("ZA", "South Africa")));

    static final Map<String, String> SETTINGS =
            new TreeMap<>(Map.of("currency", "EUR", "shop_name", "Corner Shop", "tax_percent", "20", "theme", "plain"));

    static final List<String> FIRST_NAMES = List.of(
            "Ada", "Bruno", "Chiara", "Dmitri", "Elif", "Femi", "Grace", "Hiro", "Ines", "Jonas", "Kofi", "Lena", "Mei",
            "Nils", "Olga", "Pedro", "Rosa", "Sven", "Tariq", "Uma", "Vera", "Wim", "Yara", "Zoe");

    static final List<String> LAST_NAMES = List.of(
            "Abe", "Berg", "Costa", "Diaz", "Egger", "Fischer", "Garcia", "Haas", "Ito", "Jansen", "Kaya", "Lund",
            "Moreau", "Novak", "Okafor", "Patel", "Quinn", "Rossi", "Silva", "Tanaka", "Urban", "Vega", "Weber",
            "Young");

    static final List<String> ORDER_STATES =
            List.of("new", "paid", "paid", "shipped", "delivered", "delivered", "returned");

    static final List<String> EVENT_KINDS = List.of("login", "view", "view", "view", "search", "basket");

    static final List<String> PRODUCT_WORDS =
            List.of("bottle", "brush", "candle", "clock", "cup", "hammer", "kettle", "lamp", "notebook", "pillow");

    private static final List<String> COLOURS = List.of(
            "amber", "black", "blue", "cream", "green", "grey", "ivory", "olive", "orange", "pink", "plum", "red",
            "silver", "teal", "umber", "violet", "walnut", "white", "wine", "yellow");

    static final List<Product> PRODUCTS = products();

    private ShopCatalogue() {}

    record Product(long id, String sku, String name, BigDecimal price) {}

    private static List<Product> products() {
        List<Product> products = new ArrayList<>();
        for (String word : PRODUCT_WORDS) {
            for (String colour : COLOURS) {
                long id = products.size() + 1L;
                String sku = String.format(
                        Locale.ROOT, "%s-%04d", word.substring(0, 2).toUpperCase(Locale.ROOT), id);
                // Prices from 1.99 to 98.99, mixed by a step that has no common factor with their number.
                products.add(
                        new Product(id, sku, colour + " " + word, BigDecimal.valueOf(199 + id * 37 % 98 * 100, 2)));
            }
        }
        return List.copyOf(products);
    }
}
