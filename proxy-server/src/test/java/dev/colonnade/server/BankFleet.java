package dev.colonnade.server;

import dev.colonnade.execution.transaction.CommitPolicy;
import dev.colonnade.execution.transaction.CommitSteps;
import dev.colonnade.server.catalog.TestServer;
import dev.colonnade.server.config.ProxyConfig;
import dev.colonnade.topology.PhysicalShard;
import dev.colonnade.topology.Topology;
import dev.colonnade.topology.store.TopologyFile;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Accounts and the legs of transfers, over several databases of one server, and proxies before them. */
final class BankFleet {
    static final int ACCOUNTS = 40;
    static final int BALANCE = 1_000;

    private final List<PhysicalShard> shards = new ArrayList<>();
    private final Topology topology;

    BankFleet(String name, int databases) throws SQLException {
        for (int i = 0; i < databases; i++) {
            shards.add(TestServer.createDatabase("pg-" + i, name + "_" + i, ""));
        }
        topology = declare(name);
    }

    /** Over databases that are there. */
    BankFleet(String name, List<PhysicalShard> databases) throws SQLException {
        shards.addAll(databases);
        topology = declare(name);
    }

    private Topology declare(String name) throws SQLException {
        StringBuilder declared = new StringBuilder();
        StringBuilder homes = new StringBuilder();
        for (int i = 0; i < shards.size(); i++) {
            PhysicalShard shard = shards.get(i);
            TestServer.execute(shard, """
                    CREATE TABLE accounts (id bigint PRIMARY KEY, balance bigint NOT NULL);
                    CREATE TABLE legs (account_id bigint, transfer bigint, amount bigint, PRIMARY KEY (account_id, transfer))
                    """);
            declared.append(String.format(
                    Locale.ROOT,
                    "  pg-%d: { host: %s, port: %d, database: %s }\n",
                    i,
                    shard.host(),
                    shard.port(),
                    shard.database()));
            homes.append(homes.isEmpty() ? "" : ", ").append("pg-").append(i);
        }
        return TopologyFile.parse("bank.yaml", "database: " + name + "\nshards:\n" + declared + """
                catalog_home: pg-0
                colos:
                  account:
                    key: [bigint]
                    placement: { hash: { logical_shards: 60, homes: { even: [%s] } } }
                tables:
                  accounts: { colo: account, key: id }
                  legs: { colo: account, key: account_id }
                """.formatted(homes));
    }

    List<PhysicalShard> shards() {
        return shards;
    }

    ProxyServer proxy(CommitSteps steps) throws ProxyStartException {
        return proxy(CommitPolicy.ATOMIC, steps);
    }

    ProxyServer proxy(CommitPolicy policy, CommitSteps steps) throws ProxyStartException {
        return ProxyServer.start(
                ProxyConfig.forDevelopment(0, 0)
                        .withServers(new ProxyConfig.Servers("postgres", null, Duration.ofSeconds(5)))
                        .withTransactions(new ProxyConfig.Transactions(policy, Duration.ofSeconds(1))),
                topology,
                steps);
    }

    Connection client(ProxyServer proxy) throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://localhost:" + proxy.port() + "/" + topology.database()
                + "?user=app&socketTimeout=30");
    }

    void fill(ProxyServer proxy) throws SQLException {
        try (Connection client = client(proxy);
                Statement statement = client.createStatement()) {
            StringBuilder rows = new StringBuilder();
            for (int id = 0; id < ACCOUNTS; id++) {
                rows.append(id == 0 ? "" : ", ")
                        .append("(")
                        .append(id)
                        .append(", ")
                        .append(BALANCE)
                        .append(")");
            }
            statement.execute("INSERT INTO accounts (id, balance) VALUES " + rows);
        }
    }

    /** The same question to every database, past the proxy; the answers added up. */
    long sum(String query) throws SQLException {
        long sum = 0;
        for (PhysicalShard shard : shards) {
            try (Connection connection = TestServer.connections().open(shard);
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(query)) {
                row.next();
                sum += row.getLong(1);
            }
        }
        return sum;
    }

    /** Of every transfer that has left something: how many legs. */
    Map<Long, Long> legs() throws SQLException {
        Map<Long, Long> legs = new HashMap<>();
        for (PhysicalShard shard : shards) {
            try (Connection connection = TestServer.connections().open(shard);
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT transfer FROM legs")) {
                while (row.next()) {
                    legs.merge(row.getLong(1), 1L, Long::sum);
                }
            }
        }
        return legs;
    }

    long prepared() throws SQLException {
        return sum("SELECT count(*) FROM pg_prepared_xacts WHERE database = current_database()");
    }

    long total() throws SQLException {
        return sum("SELECT coalesce(sum(balance), 0) FROM accounts");
    }

    /** Ends the connections that proxies hold for their clients; without those of recovery unless asked for. */
    private void kill(PhysicalShard shard, boolean recovery) throws SQLException {
        TestServer.execute(
                shard,
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
                        + " AND backend_type = 'client backend' AND "
                        + (recovery
                                ? "application_name = 'colonnade control'"
                                : "application_name <> 'colonnade control'"));
    }

    /** One at a time, or they would end each other. */
    synchronized void killAll(boolean recovery) {
        for (PhysicalShard shard : shards) {
            try {
                kill(shard, recovery);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
