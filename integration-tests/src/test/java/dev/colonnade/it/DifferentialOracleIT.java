package dev.colonnade.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import dev.colonnade.it.fleet.HostileFleet;
import dev.colonnade.it.sqltest.OracleReport;
import dev.colonnade.it.sqltest.OracleRunner;
import dev.colonnade.it.sqltest.SqlTest;
import dev.colonnade.it.sqltest.SqlTestFile;
import dev.colonnade.it.sqltest.TestResult;
import dev.colonnade.it.sqltest.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The same statements on one plain PostgreSQL and through the proxy over the hostile fleet: the same answers, or a clean refusal. The
 * statements are in {@code src/test/sqltest}; the table by class goes to {@code target/oracle-report.md}. {@code -Doracle.only=regex} picks
 * tests by their name ({@code class:line title}).
 */
final class DifferentialOracleIT {
    /** Classes that must work: of their statements that PostgreSQL answers, {@link #SAME_SHARE_MIN} are the same and no class is refused. */
    private static final List<String> PROMISED = List.of(
            "point-select",
            "key-in-list",
            "key-any-array",
            "key-parameter",
            "scatter-filter",
            "order-by",
            "limit-offset",
            "distinct",
            "aggregates",
            "group-by",
            "having",
            "joins-colocated",
            "subqueries-under-key",
            "cte-under-key",
            "reference-joins",
            "unsharded",
            "no-table",
            "insert",
            "insert-multi-row",
            "insert-returning",
            "update",
            "delete",
            "on-conflict",
            "transactions",
            "copy",
            "prepared",
            "types-and-formats");

    /** 0 while the proxy is young; 0.9 is the promise. */
    private static final double SAME_SHARE_MIN = 0.9;

    private static final Path STATEMENTS = Path.of("src/test/sqltest");
    private static final Path REPORT = Path.of("target/oracle-report.md");
    private static HostileFleet fleet;
    private static ProxyUnderTest target;
    private static OracleRunner runner;
    private static OracleReport report;

    @BeforeAll
    static void start() {
        fleet = HostileFleet.shared();
        target = ProxyUnderTest.start(fleet);
        runner = new OracleRunner(fleet, target);
        report = new OracleReport("Oracle: proxy against PostgreSQL");
    }

    @AfterAll
    static void stop() {
        report.write(REPORT);
        runner.close();
        target.close();
    }

    @TestFactory
    Stream<DynamicNode> statements() {
        Pattern only = Pattern.compile(System.getProperty("oracle.only", ""));
        Map<String, List<DynamicTest>> byCategory = new LinkedHashMap<>();
        for (SqlTest test : SqlTestFile.readAll(STATEMENTS)) {
            if (only.matcher(test.id()).find()) {
                byCategory
                        .computeIfAbsent(test.category(), category -> new ArrayList<>())
                        .add(DynamicTest.dynamicTest(test.line() + " " + test.title(), () -> check(test)));
            }
        }
        Stream<DynamicNode> categories = byCategory.entrySet().stream()
                .map(entry -> DynamicContainer.dynamicContainer(entry.getKey(), entry.getValue()));
        return Stream.concat(
                categories, Stream.of(DynamicTest.dynamicTest("promised share", DifferentialOracleIT::checkShare)));
    }

    private static void check(SqlTest test) {
        TestResult result = runner.run(test);
        report.add(result);
        if (result.verdict() == Verdict.WRONG) {
            fail(result.explanation());
        }
    }

    private static void checkShare() {
        assertEquals(List.of(), report.shortfalls(PROMISED, SAME_SHARE_MIN), report::table);
    }
}
