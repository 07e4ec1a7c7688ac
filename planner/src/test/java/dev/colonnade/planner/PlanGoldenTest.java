package dev.colonnade.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.colonnade.planner.explain.PlanPrinter;
import dev.colonnade.planner.plan.ParameterValues;
import dev.colonnade.planner.plan.PlanningException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Plans as text. A file under {@code src/test/plans} holds cases: SQL, optionally a line {@code params: 20:42, 0:abc} with type OID and text of
 * each, {@code ----}, the printed plan, an empty line. {@code -Dgolden.update=true} writes the plans anew; the diff is to be reviewed.
 */
class PlanGoldenTest {
    private static final Path PLANS = Path.of("src/test/plans");
    private static final Pattern BETWEEN_CASES = Pattern.compile("\n\n");
    private static final String PARAMETERS = "params: ";
    private static final String WRITES = "writes";

    private record Case(String comment, String sql, String parameters) {}

    @TestFactory
    Stream<DynamicTest> plansAreAsReviewed() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(PLANS)) {
            files = all.filter(file -> file.toString().endsWith(".plan"))
                    .sorted()
                    .toList();
        }
        return files.stream()
                .map(file -> DynamicTest.dynamicTest(String.valueOf(file.getFileName()), () -> check(file)));
    }

    private static void check(Path file) throws IOException {
        String expected = Files.readString(file);
        StringBuilder actual = new StringBuilder();
        QueryPlanner planner = new QueryPlanner(100);
        for (Case one : cases(expected)) {
            actual.append(one.comment()).append(one.sql()).append('\n');
            if (!one.parameters().isEmpty()) {
                actual.append(PARAMETERS).append(one.parameters()).append('\n');
            }
            actual.append("----\n").append(printed(planner, one)).append('\n');
        }
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(file, actual);
        } else {
            assertEquals(expected, actual.toString());
        }
    }

    private static String printed(QueryPlanner planner, Case one) {
        try {
            Planned planned = planner.plan(one.sql(), Shop.context());
            if (!(planned instanceof Planned.Routed routed)) {
                return planned.print();
            }
            ParameterValues parameters =
                    one.parameters().isEmpty() ? ParameterValues.NONE : TextParameters.parse(one.parameters());
            return (routed.plan().writes() ? WRITES + " " : "")
                    + PlanPrinter.print(routed.plan().bind(parameters));
        } catch (PlanningException e) {
            return PlanPrinter.print(e.refusal());
        }
    }

    private static List<Case> cases(String text) {
        List<Case> cases = new ArrayList<>();
        for (String block : BETWEEN_CASES.splitAsStream(text).toList()) {
            if (block.isBlank()) {
                continue;
            }
            StringBuilder comment = new StringBuilder();
            List<String> sql = new ArrayList<>();
            String parameters = "";
            for (String line : block.strip().lines().toList()) {
                if (line.equals("----")) {
                    break;
                }
                if (line.startsWith("#")) {
                    comment.append(line).append('\n');
                } else if (line.startsWith(PARAMETERS)) {
                    parameters = line.substring(PARAMETERS.length());
                } else {
                    sql.add(line);
                }
            }
            cases.add(new Case(comment.toString(), String.join("\n", sql), parameters));
        }
        return cases;
    }
}
