package dev.colonnade.it.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.colonnade.it.ProxyUnderTest;
import dev.colonnade.it.fleet.FleetDatabase;
import dev.colonnade.it.fleet.HostileFleet;
import dev.colonnade.it.wire.Endpoint;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HikariCP and the JDBC driver with a plain URL: the day is the same on one PostgreSQL and through the proxy. */
final class ShopDayIT {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?reWriteBatchedInserts=true",
                "?reWriteBatchedInserts=true&prepareThreshold=1",
                "?prepareThreshold=1&binaryTransfer=true",
                "?preferQueryMode=simple"
            })
    void isTheSame(String options) throws SQLException {
        HostileFleet fleet = HostileFleet.shared();
        try (ProxyUnderTest target = ProxyUnderTest.start(fleet)) {
            List<String> expected = spend(fleet.oracle().endpoint(), options);
            List<String> answers = spend(target.endpoint(), options);
            assertTrue(expected.size() > 150, expected.size() + " answers");
            assertEquals(String.join("\n", expected), String.join("\n", answers));
        } finally {
            fleet.oracle().restoreAll();
            fleet.shards().forEach(FleetDatabase::restoreAll);
        }
    }

    private static List<String> spend(Endpoint endpoint, String options) throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(endpoint.jdbcUrl() + options);
        config.setUsername(endpoint.user());
        config.setPassword(endpoint.password());
        config.setMaximumPoolSize(4);
        try (HikariDataSource shop = new HikariDataSource(config)) {
            return ShopDay.spend(shop);
        }
    }
}
