package dev.colonnade.it;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.colonnade.it.fleet.HostileFleet;
import dev.colonnade.it.sqltest.OracleRunner;
import dev.colonnade.it.sqltest.PlantedDefect;
import dev.colonnade.it.sqltest.SqlTest;
import dev.colonnade.it.sqltest.SqlTestFile;
import dev.colonnade.it.sqltest.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Would the oracle notice? Correct answers (of the second plain PostgreSQL) are replaced by what a defective merge makes of the databases' own
 * answers: each kind of defect must turn statements of its class wrong.
 */
final class PlantedDefectsIT {
    @ParameterizedTest
    @EnumSource(PlantedDefect.Kind.class)
    void isFound(PlantedDefect.Kind kind) {
        HostileFleet fleet = HostileFleet.shared();
        List<String> found = new ArrayList<>();
        try (ProxyUnderTest target = ProxyUnderTest.standIn(fleet);
                PlantedDefect defect = new PlantedDefect(kind, fleet);
                OracleRunner runner = new OracleRunner(fleet, target, defect)) {
            for (SqlTest test : SqlTestFile.readAll(Path.of("src/test/sqltest"))) {
                if (test.category().equals(kind.category()) && runner.run(test).verdict() == Verdict.WRONG) {
                    found.add(test.id());
                }
            }
        }
        assertTrue(found.size() >= 3, kind + " was found by " + found);
    }
}
