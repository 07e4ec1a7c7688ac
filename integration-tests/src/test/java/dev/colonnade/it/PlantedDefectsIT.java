package dev.colonnade.it;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.colonnade.it.defect.PlantedDefect;
import dev.colonnade.it.fleet.HostileFleet;
import dev.colonnade.it.sqltest.OracleRunner;
import dev.colonnade.it.sqltest.SqlTest;
import dev.colonnade.it.sqltest.SqlTestFile;
import dev.colonnade.it.sqltest.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Would the oracle notice? Each defect is planted into the proxy's own code and must turn statements of its class wrong. */
final class PlantedDefectsIT {
    @ParameterizedTest
    @EnumSource
    void isFound(PlantedDefect defect) {
        List<String> found = new ArrayList<>();
        defect.during(() -> found.addAll(wrong(defect.category())));
        assertTrue(found.size() >= 3, defect + " was found by " + found);
    }

    private static List<String> wrong(String category) {
        HostileFleet fleet = HostileFleet.shared();
        try (ProxyUnderTest target = ProxyUnderTest.start(fleet);
                OracleRunner runner = new OracleRunner(fleet, target)) {
            return SqlTestFile.readAll(Path.of("src/test/sqltest")).stream()
                    .filter(test -> test.category().equals(category))
                    .filter(test -> runner.run(test).verdict() == Verdict.WRONG)
                    .map(SqlTest::id)
                    .toList();
        }
    }
}
