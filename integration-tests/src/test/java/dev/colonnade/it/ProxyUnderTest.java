package dev.colonnade.it;

import dev.colonnade.it.fleet.FleetConfig;
import dev.colonnade.it.fleet.FleetDatabase;
import dev.colonnade.it.fleet.FleetLayout;
import dev.colonnade.it.fleet.HostileFleet;
import dev.colonnade.it.fleet.PostgresServer;
import dev.colonnade.it.wire.Endpoint;
import dev.colonnade.server.ProxyServer;
import dev.colonnade.server.ProxyStartException;
import dev.colonnade.server.config.ProxyConfig;
import dev.colonnade.topology.store.TopologyFile;
import java.nio.file.Path;

/** What the suite is run against: where clients connect, and whose catalogue they see. */
public final class ProxyUnderTest implements AutoCloseable {
    private final Endpoint endpoint;
    private final FleetDatabase catalogue;
    private final boolean standIn;
    private final Runnable stop;

    private ProxyUnderTest(Endpoint endpoint, FleetDatabase catalogue, boolean standIn, Runnable stop) {
        this.endpoint = endpoint;
        this.catalogue = catalogue;
        this.standIn = standIn;
        this.stop = stop;
    }

    /** A second plain PostgreSQL in the proxy's place: everything must come out the same, or the suite is at fault. */
    public static ProxyUnderTest standIn(HostileFleet fleet) {
        return new ProxyUnderTest(fleet.standIn().endpoint(), fleet.standIn(), true, () -> {});
    }

    /** The proxy over the fleet's databases; with {@code -Doracle.target=standin} the second plain PostgreSQL. */
    public static ProxyUnderTest start(HostileFleet fleet) {
        return start(fleet, "");
    }

    /** As {@link #start(HostileFleet)}, with more in the configuration file. */
    public static ProxyUnderTest start(HostileFleet fleet, String more) {
        if (System.getProperty("oracle.target", "").equals("standin")) {
            return standIn(fleet);
        }
        Path file = FleetConfig.write(fleet, more);
        try {
            ProxyServer proxy = ProxyServer.start(ProxyConfig.read(file), TopologyFile.read(file));
            Endpoint endpoint = new Endpoint(
                    "127.0.0.1",
                    proxy.port(),
                    HostileFleet.LOGICAL_DATABASE,
                    HostileFleet.USER,
                    HostileFleet.PASSWORD,
                    PostgresServer.TIMEOUT_MILLIS);
            return new ProxyUnderTest(endpoint, fleet.shards().get(FleetLayout.HOME_DATABASE), false, proxy::close);
        } catch (ProxyStartException e) {
            throw new IllegalStateException("the proxy didn't start", e);
        }
    }

    public Endpoint endpoint() {
        return endpoint;
    }

    /** The database whose type OIDs clients see. */
    public FleetDatabase catalogue() {
        return catalogue;
    }

    public boolean standIn() {
        return standIn;
    }

    @Override
    public void close() {
        stop.run();
    }
}
