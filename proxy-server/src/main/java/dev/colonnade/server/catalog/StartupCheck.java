package dev.colonnade.server.catalog;

import dev.colonnade.server.catalog.StartupFinding.Kind;
import dev.colonnade.topology.PhysicalShard;
import dev.colonnade.topology.PhysicalShardId;
import dev.colonnade.topology.Topology;
import dev.colonnade.topology.key.CrossCheck;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks at every database before it is used: whether it can be reached, computes the same hashes as we do, and holds what the
 * topology says. What is wrong is reported, not thrown; the caller decides by its severity.
 */
public final class StartupCheck {
    private static final int VERSION_MIN = 140_000;
    private static final String SERVER = """
            SELECT current_setting('server_version') AS version, current_setting('server_version_num')::int AS number,
              current_setting('server_encoding') AS encoding, pg_is_in_recovery() AS standby,
              current_setting('max_prepared_transactions')::int AS prepared,
              pg_postmaster_start_time()::text || ' ' || (SELECT system_identifier FROM pg_control_system()) || ' '
                || (SELECT oid FROM pg_database WHERE datname = current_database()) AS identity
            """;

    private final ControlConnections connections;

    public StartupCheck(ControlConnections connections) {
        this.connections = connections;
    }

    /**
     * Asks all databases at once and waits for the slowest.
     *
     * @return in the order of the topology's databases; empty if all is well
     * @throws SQLException only if this thread is interrupted
     */
    public List<StartupFinding> run(Topology topology) throws SQLException {
        Survey<Look> survey = Survey.ask(
                topology.physicalShards().values(),
                connections,
                (shard, connection) -> look(topology, shard, connection));
        List<StartupFinding> findings = new ArrayList<>();
        Map<String, PhysicalShardId> identities = new HashMap<>();
        topology.physicalShards().forEach((id, shard) -> {
            SQLException failure = survey.failures().get(id);
            if (failure != null) {
                findings.add(new StartupFinding(id, Kind.UNREACHABLE, unreachable(shard, failure)));
            }
            Look look = survey.answers().get(id);
            if (look != null) {
                findings.addAll(look.findings());
                PhysicalShardId twin = identities.putIfAbsent(look.identity(), id);
                if (twin != null) {
                    findings.add(new StartupFinding(
                            id,
                            Kind.DATABASE_NAMED_TWICE,
                            "is the same database as " + twin + ": rows would count twice"));
                }
            }
        });
        return findings;
    }

    /** What was seen in one database, and what tells it from any other. */
    private record Look(String identity, List<StartupFinding> findings) {}

    private static Look look(Topology topology, PhysicalShard shard, Connection connection) throws SQLException {
        List<StartupFinding> findings = new ArrayList<>();
        String identity;
        try (Statement statement = connection.createStatement()) {
            try (ResultSet row = statement.executeQuery(SERVER)) {
                row.next();
                identity = row.getString("identity");
                server(shard.id(), row, findings);
            }
            List<Long> hashes = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery(CrossCheck.sql())) {
                while (rows.next()) {
                    hashes.add(rows.getLong(1));
                }
            }
            CrossCheck.disagreement(hashes)
                    .ifPresent(text -> findings.add(
                            new StartupFinding(shard.id(), Kind.HASH_FUNCTIONS, "hashes keys differently: " + text)));
        }
        try (CatalogTransaction catalog = new CatalogTransaction(connection)) {
            new TableCheck(topology, shard.id()).run(catalog, findings);
        }
        return new Look(identity, findings);
    }

    private static void server(PhysicalShardId shard, ResultSet row, List<StartupFinding> findings)
            throws SQLException {
        if (row.getInt("number") < VERSION_MIN) {
            findings.add(new StartupFinding(
                    shard, Kind.SERVER_VERSION, "runs PostgreSQL " + row.getString("version") + " (expected: >= 14)"));
        }
        if (!"UTF8".equals(row.getString("encoding"))) {
            findings.add(new StartupFinding(
                    shard,
                    Kind.SERVER_ENCODING,
                    "has server_encoding " + row.getString("encoding") + " (expected: UTF8)"));
        }
        if (row.getBoolean("standby")) {
            findings.add(new StartupFinding(shard, Kind.READ_ONLY, "is a standby: writes to it will fail"));
        }
        if (row.getInt("prepared") == 0) {
            findings.add(new StartupFinding(
                    shard,
                    Kind.NO_PREPARED_TRANSACTIONS,
                    "has max_prepared_transactions = 0: no transaction can write it together with another database"));
        }
    }

    private static String unreachable(PhysicalShard shard, SQLException failure) {
        return "gives no answer at " + shard.host() + ":" + shard.port() + ", database " + shard.database() + ": "
                + failure.getMessage();
    }
}
