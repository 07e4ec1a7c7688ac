package dev.colonnade.it.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.colonnade.it.wire.Endpoint;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * The oracle (one plain PostgreSQL database) and four databases on two servers with the same rows, spread as {@link FleetLayout} says.
 *
 * <p>Hostile because: shards are unequal and one database has none of the rows; user types were created in another order on each database,
 * so OIDs differ; unsharded tables exist everywhere but have rows only at home. Loaded over JDBC, past the proxy. One per JVM.
 */
public final class HostileFleet {
    public static final String LOGICAL_DATABASE = "colonnade_it";
    public static final String USER = "colonnade_it";
    public static final String PASSWORD = "colonnade_it";
    private static final String TYPE_SEPARATOR = "(?m)^;;$";
    private static @Nullable HostileFleet shared;

    private final List<PostgresServer> servers;
    private final FleetDatabase oracle;
    private final FleetDatabase standIn;
    private final List<FleetDatabase> shards;

    private HostileFleet(
            List<PostgresServer> servers, FleetDatabase oracle, FleetDatabase standIn, List<FleetDatabase> shards) {
        this.servers = servers;
        this.oracle = oracle;
        this.standIn = standIn;
        this.shards = shards;
    }

    /** The JVM's fleet, started and loaded at the first call; stopped when the JVM ends. */
    public static synchronized HostileFleet shared() {
        HostileFleet fleet = shared;
        if (fleet == null) {
            fleet = start();
            shared = fleet;
            Runtime.getRuntime().addShutdownHook(new Thread(fleet::stop, "fleet-stop"));
        }
        return fleet;
    }

    private static HostileFleet start() {
        List<PostgresServer> servers = PostgresServer.startTwo();
        try {
            FleetDatabase oracle = create(servers.get(0), LOGICAL_DATABASE, 1);
            String standInName = servers.get(0).endpoint().equals(servers.get(1).endpoint())
                    ? LOGICAL_DATABASE + "_standin"
                    : LOGICAL_DATABASE;
            FleetDatabase standIn = create(servers.get(1), standInName, 2);
            List<FleetDatabase> shards = new ArrayList<>();
            for (int i = 0; i < FleetLayout.DATABASES; i++) {
                shards.add(create(servers.get(i / 2), LOGICAL_DATABASE + "_" + i, 3 + 2 * i));
            }
            oracle.run(resource("data.sql"));
            HostileFleet fleet = new HostileFleet(servers, oracle, standIn, List.copyOf(shards));
            for (ShardedTable table : ShardedTable.ALL) {
                fleet.distribute(table);
            }
            for (FleetDatabase database : fleet.all()) {
                database.remember();
                database.restore(ShardedTable.ALL);
            }
            return fleet;
        } catch (SQLException | IOException e) {
            servers.forEach(PostgresServer::close);
            throw new IllegalStateException("the fleet could not be loaded", e);
        }
    }

    private void distribute(ShardedTable table) throws SQLException, IOException {
        standIn.load(table.name(), oracle.dump("SELECT * FROM " + table.name()));
        ShardedTable.Home home = table.home();
        if (home == ShardedTable.Home.REFERENCE) {
            for (FleetDatabase shard : shards) {
                shard.load(table.name(), oracle.dump("SELECT * FROM " + table.name()));
            }
        } else if (home == ShardedTable.Home.UNSHARDED) {
            shards.get(FleetLayout.HOME_DATABASE).load(table.name(), oracle.dump("SELECT * FROM " + table.name()));
        } else {
            for (int i = 0; i < shards.size(); i++) {
                shards.get(i)
                        .load(
                                table.name(),
                                oracle.dump("SELECT * FROM " + table.name() + " WHERE " + ownedBy(home, i)));
            }
        }
    }

    /** A condition that is true for rows whose key lives on the database. */
    static String ownedBy(ShardedTable.Home home, int database) {
        List<String> parts = new ArrayList<>();
        String logical = home == ShardedTable.Home.DEVICE
                ? home.placeSql()
                : "((" + home.placeSql() + ") * " + FleetLayout.HASH_SHARDS + " / 65536)";
        for (FleetLayout.Range range : FleetLayout.rangesOf(home, database)) {
            parts.add(logical + " BETWEEN " + range.first() + " AND " + range.last());
        }
        return parts.isEmpty() ? "false" : "(" + String.join(" OR ", parts) + ")";
    }

    /** The one plain PostgreSQL. */
    public FleetDatabase oracle() {
        return oracle;
    }

    /** A second plain PostgreSQL with the same rows: what the suite is tried against where there is no proxy. */
    public FleetDatabase standIn() {
        return standIn;
    }

    /** The databases behind the proxy, in the order of {@link FleetLayout}. */
    public List<FleetDatabase> shards() {
        return shards;
    }

    private List<FleetDatabase> all() {
        List<FleetDatabase> all = new ArrayList<>(shards);
        all.add(oracle);
        all.add(standIn);
        return all;
    }

    private void stop() {
        all().forEach(FleetDatabase::close);
        servers.forEach(PostgresServer::close);
    }

    private static FleetDatabase create(PostgresServer server, String name, int rotation)
            throws SQLException, IOException {
        Endpoint admin = server.endpoint();
        try (Connection connection = open(admin);
                Statement statement = connection.createStatement()) {
            statement.execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
            try (ResultSet found = statement.executeQuery("SELECT 1 FROM pg_roles WHERE rolname = '" + USER + "'")) {
                if (!found.next()) {
                    statement.execute("CREATE ROLE " + USER + " LOGIN SUPERUSER PASSWORD '" + PASSWORD + "'");
                }
            }
            statement.execute("CREATE DATABASE " + name + " OWNER " + USER + " TEMPLATE template0 ENCODING 'UTF8'");
        }
        FleetDatabase database = new FleetDatabase(admin.withDatabase(name).withUser(USER, PASSWORD));
        for (int i = 0; i < rotation; i++) {
            database.run("CREATE TYPE pad AS ENUM ('x'); DROP TYPE pad");
        }
        List<String> types = new ArrayList<>(Arrays.asList(resource("types.sql").split(TYPE_SEPARATOR, -1)));
        Collections.rotate(types, rotation);
        for (String type : types) {
            database.run(type);
        }
        database.run(resource("tables.sql"));
        return database;
    }

    static Connection open(Endpoint endpoint) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", endpoint.user());
        properties.setProperty("password", endpoint.password());
        properties.setProperty("options", "-c lock_timeout=5s -c TimeZone=UTC -c extra_float_digits=3");
        return DriverManager.getConnection(endpoint.jdbcUrl(), properties);
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = HostileFleet.class.getResourceAsStream("/fleet/" + name)) {
            if (in == null) {
                throw new IOException("no resource fleet/" + name);
            }
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    static byte[] copyOut(Connection connection, String query) throws SQLException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            connection.unwrap(PGConnection.class).getCopyAPI().copyOut("COPY (" + query + ") TO STDOUT", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static void copyIn(Connection connection, String table, byte[] rows) throws SQLException {
        try {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("COPY " + table + " FROM STDIN", new ByteArrayInputStream(rows));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
