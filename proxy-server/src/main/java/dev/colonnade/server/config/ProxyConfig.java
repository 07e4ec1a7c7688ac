package dev.colonnade.server.config;

import dev.colonnade.execution.transaction.CommitPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of one proxy, without its topology. Immutable; checked where it is read, so that whoever holds one need not
 * check again.
 *
 * @param eventLoops threads that carry clients and servers; {@code event_loops}, by default one per processor
 */
public record ProxyConfig(
        Listen listen,
        Admin admin,
        Authentication authentication,
        Servers servers,
        Pool pool,
        Limits limits,
        Transactions transactions,
        int eventLoops) {
    /** The top-level keys of the configuration file that are read here; its other keys are the topology's. */
    public static final List<String> SECTIONS = List.of(
            "listen", "admin", "auth", "users_file", "servers", "pool", "limits", "transactions", "event_loops");

    /**
     * Reads a configuration file together with the files and environment variables that it names. Relative paths are resolved
     * against the folder of the configuration file.
     *
     * @throws InvalidConfigException with every problem found, if the file can't be read or isn't right
     */
    public static ProxyConfig read(Path file) {
        return new ConfigReader(file, System.getenv()).read();
    }

    /** What {@code dev} runs with: loopback only, everybody is believed, servers that ask for no password. */
    public static ProxyConfig forDevelopment(int port, int adminPort) {
        return new ProxyConfig(
                new Listen(Listen.HOST, port),
                new Admin(Admin.HOST, adminPort, null),
                new Authentication.Trust(),
                Servers.DEFAULT,
                Pool.DEFAULT,
                Limits.DEFAULT,
                Transactions.DEFAULT,
                defaultEventLoops());
    }

    static int defaultEventLoops() {
        return Math.max(1, Runtime.getRuntime().availableProcessors());
    }

    public ProxyConfig withServers(Servers newServers) {
        return new ProxyConfig(listen, admin, authentication, newServers, pool, limits, transactions, eventLoops);
    }

    public ProxyConfig withAuthentication(Authentication newAuthentication) {
        return new ProxyConfig(listen, admin, newAuthentication, servers, pool, limits, transactions, eventLoops);
    }

    public ProxyConfig withPool(Pool newPool) {
        return new ProxyConfig(listen, admin, authentication, servers, newPool, limits, transactions, eventLoops);
    }

    public ProxyConfig withLimits(Limits newLimits) {
        return new ProxyConfig(listen, admin, authentication, servers, pool, newLimits, transactions, eventLoops);
    }

    public ProxyConfig withTransactions(Transactions newTransactions) {
        return new ProxyConfig(listen, admin, authentication, servers, pool, limits, newTransactions, eventLoops);
    }

    /**
     * Section {@code listen}: where clients connect.
     *
     * @param host an address or name of this machine; by default loopback
     * @param port 0 lets the system choose
     */
    public record Listen(String host, int port) {
        public static final String HOST = "127.0.0.1";
        public static final int PORT = 6432;
    }

    /**
     * Section {@code admin}: where the administration API listens.
     *
     * @param port 0 lets the system choose
     * @param token what callers must present, from {@code admin.token_file}; null asks for none, which is allowed on loopback only
     */
    public record Admin(String host, int port, @Nullable Secret token) {
        public static final String HOST = "127.0.0.1";
        public static final int PORT = 8432;
    }

    /**
     * Section {@code servers}: how the proxy logs into the databases.
     *
     * @param user the role of every server connection
     * @param password from {@code password_env}, {@code password_file} or {@code password}; null where the servers ask for none
     * @param connectTimeout until a new connection is ready for its first query
     */
    public record Servers(String user, @Nullable Secret password, Duration connectTimeout) {
        public static final Servers DEFAULT = new Servers("app", null, Duration.ofSeconds(5));
    }

    /**
     * Section {@code pool}.
     *
     * @param sizePerShard connections to one physical shard at most; who comes next waits in a fair queue
     * @param queueTimeout how long a statement waits for a connection before it fails with 53300
     * @param idleTimeout after which an unused connection is closed
     * @param maxAge after which a connection is closed when it is next returned
     */
    public record Pool(int sizePerShard, Duration queueTimeout, Duration idleTimeout, Duration maxAge) {
        public static final Pool DEFAULT =
                new Pool(20, Duration.ofSeconds(10), Duration.ofMinutes(10), Duration.ofHours(1));
    }

    /**
     * Section {@code transactions}.
     *
     * @param severalShards what becomes of a transaction that writes more than one database
     * @param recoverAfter how long a transaction that another proxy has prepared is left to it
     */
    public record Transactions(CommitPolicy severalShards, Duration recoverAfter) {
        public static final Transactions DEFAULT = new Transactions(CommitPolicy.ATOMIC, Duration.ofSeconds(10));
    }

    /**
     * Section {@code limits}: the bound of everything that grows with what clients do.
     *
     * @param messageBytes the longest message taken from a client; a longer one ends the session with 08P01
     * @param sessions clients at once; one more is refused with 53300
     * @param startupTimeout from accepting a client until it is authenticated; then it is dropped
     * @param mergeBytes rows that one statement may hold in memory while they are merged; beyond, it fails with 54000
     * @param motionRows rows that one statement may move to the database that finishes it; beyond, it fails with 54000; 0 switches motion off
     * @param motionBytes as {@code motionRows}, in bytes
     * @param statementsPerSession named prepared statements of one session; one more fails with 54000
     * @param planCacheEntries statements whose shape is kept; the least used is forgotten
     */
    public record Limits(
            int messageBytes,
            int sessions,
            Duration startupTimeout,
            long mergeBytes,
            int motionRows,
            long motionBytes,
            int statementsPerSession,
            int planCacheEntries) {
        public static final Limits DEFAULT =
                new Limits(64 << 20, 2_000, Duration.ofSeconds(30), 64L << 20, 1_000_000, 256L << 20, 10_000, 10_000);
    }
}
