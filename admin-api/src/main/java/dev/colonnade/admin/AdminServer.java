package dev.colonnade.admin;

import dev.colonnade.admin.port.AdminPorts;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.util.JavalinBindException;
import java.io.UncheckedIOException;
import java.net.BindException;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;

/**
 * The admin API, listening. Its threads and sockets are its own: nothing here can hold up an event loop of the data path.
 * Thread-safe.
 */
public final class AdminServer implements AutoCloseable {
    /** Connections; more wait to be accepted. */
    private static final int CONNECTIONS_MAX = 256;
    /** A connection that is silent for longer is closed. */
    private static final long IDLE_MILLIS_MAX = 30_000;

    private final Javalin http;
    private final RequestLimits limits;

    private AdminServer(Javalin http, RequestLimits limits) {
        this.http = http;
        this.limits = limits;
    }

    /**
     * Binds and answers from now on.
     *
     * @throws UncheckedIOException if the address can't be bound
     */
    public static AdminServer start(AdminConfig config, AdminPorts ports) {
        return start(config, ports, new RequestLimits(RequestLimits.CONCURRENT_MAX, RequestLimits.TIME_MAX));
    }

    static AdminServer start(AdminConfig config, AdminPorts ports, RequestLimits limits) {
        HttpRoutes routes = new HttpRoutes(new Routes(ports).all(), new Guard(config), limits);
        Javalin http = Javalin.create(settings -> {
            configure(settings);
            routes.register(settings.routes);
        });
        AdminServer server = new AdminServer(http, limits);
        try {
            http.start(config.host(), config.port());
            return server;
        } catch (JavalinBindException taken) {
            server.close();
            BindException refused = new BindException(
                    "admin API: " + config.host() + ":" + config.port() + " can't be bound (expected: a free port)");
            refused.initCause(taken);
            throw new UncheckedIOException(refused);
        }
    }

    /** The port that is listened on. */
    public int port() {
        return http.port();
    }

    /** Stops listening and interrupts what is under way. */
    @Override
    public void close() {
        limits.close();
        http.stop();
    }

    private static void configure(JavalinConfig settings) {
        settings.startup.showJavalinBanner = false;
        settings.startup.showOldJavalinVersionWarning = false;
        settings.startup.startupWatcherEnabled = false;
        settings.concurrency.useVirtualThreads = true;
        settings.http.prefer405over404 = true;
        // a strong entity tag is of these bytes, which a compressed body isn't
        settings.http.compressionStrategy = CompressionStrategy.NONE;
        settings.router.ignoreTrailingSlashes = false;
        settings.jetty.modifyServer(AdminServer::limitConnections);
        settings.jetty.modifyHttpConfiguration(AdminServer::limitRequests);
    }

    private static void limitConnections(Server server) {
        server.setErrorHandler(new HttpErrors());
        server.addBean(new NetworkConnectionLimit(CONNECTIONS_MAX, server));
    }

    private static void limitRequests(HttpConfiguration http) {
        http.setSendServerVersion(false);
        http.setIdleTimeout(IDLE_MILLIS_MAX);
    }
}
