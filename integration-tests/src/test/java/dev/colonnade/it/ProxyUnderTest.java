package dev.colonnade.it;

import dev.colonnade.it.fleet.FleetDatabase;
import dev.colonnade.it.fleet.HostileFleet;
import dev.colonnade.it.wire.Endpoint;

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

    /** The proxy, or what {@code oracle.target} names. */
    public static ProxyUnderTest start(HostileFleet fleet) {
        return standIn(fleet);
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
