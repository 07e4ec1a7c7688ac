package dev.colonnade.it.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.colonnade.it.wire.Endpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The configuration file of a proxy over the fleet, as an operator would write it. */
public final class FleetConfig {
    private static final List<ShardedTable.Home> COLOS = List.of(
            ShardedTable.Home.CUSTOMER, ShardedTable.Home.DOCUMENT, ShardedTable.Home.LOGIN, ShardedTable.Home.DEVICE);

    private FleetConfig() {}

    /** Writes it, with more lines behind, to a file of its own and says where. */
    public static Path write(HostileFleet fleet, String more) {
        try {
            Path file = Files.createTempFile("colonnade-fleet", ".yaml");
            file.toFile().deleteOnExit();
            return Files.writeString(file, text(fleet.shards()) + more, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(List<FleetDatabase> shards) {
        StringBuilder out = new StringBuilder("database: " + HostileFleet.LOGICAL_DATABASE + "\nshards:\n");
        for (int i = 0; i < shards.size(); i++) {
            Endpoint endpoint = shards.get(i).endpoint();
            out.append("  pg-%d: { host: %s, port: %d, database: %s }\n"
                    .formatted(i, endpoint.host(), endpoint.port(), endpoint.database()));
        }
        out.append("catalog_home: pg-" + FleetLayout.HOME_DATABASE + "\ncolos:\n");
        COLOS.forEach(colo -> out.append(colo(colo)));
        out.append("tables:\n");
        ShardedTable.ALL.forEach(table -> out.append("  ")
                .append(table.name())
                .append(": ")
                .append(placement(table))
                .append('\n'));
        // declared, and not there: a test creates it
        out.append("  later_on: { reference: true }\n");
        out.append("rules:\n  - { colo: customer, columns: [customer_id] }\n");
        out.append("listen: { host: 127.0.0.1, port: 0 }\nadmin: { host: 127.0.0.1, port: 0 }\nauth: trust\n");
        out.append("servers: { user: " + HostileFleet.USER + ", password: " + HostileFleet.PASSWORD + " }\n");
        return out.toString();
    }

    private static String colo(ShardedTable.Home colo) {
        String homes = IntStream.range(0, FleetLayout.DATABASES)
                .mapToObj(database -> "pg-" + database + ": [" + ranges(colo, database) + "]")
                .collect(Collectors.joining(", "));
        String placement = colo == ShardedTable.Home.DEVICE
                ? "modulo: { shards: " + FleetLayout.MODULO_SHARDS
                : "hash: { logical_shards: " + FleetLayout.HASH_SHARDS;
        return "  " + colo.coloName() + ":\n    key: [" + colo.keyType() + "]\n    placement: { " + placement
                + ", homes: { " + homes + " } } }\n";
    }

    private static String ranges(ShardedTable.Home colo, int database) {
        return FleetLayout.rangesOf(colo, database).stream()
                .map(range -> range.first() + "-" + range.last())
                .collect(Collectors.joining(", "));
    }

    private static String placement(ShardedTable table) {
        return switch (table.home()) {
            case REFERENCE -> "{ reference: true }";
            case UNSHARDED -> "{ unsharded: true }";
            case CUSTOMER, DOCUMENT, LOGIN, DEVICE ->
                "{ colo: " + table.home().coloName() + ", key: " + table.home().keyColumn() + " }";
        };
    }
}
