package dev.colonnade.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.colonnade.planner.explain.PlanPrinter;
import dev.colonnade.planner.plan.ParameterValues;
import dev.colonnade.planner.plan.PlanningException;
import dev.colonnade.planner.plan.StatementPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A text's plan is the same whether it was planned itself or found by what it has in common with another text. */
final class ShapeReuseTest {
    private static final long SEED = 20_261_125;
    private static final int SIBLINGS = 12;
    private static final int GENERATED = 3_000;
    private static final Path PLANS = Path.of("src/test/plans");
    private static final Pattern CASES = Pattern.compile("\n\n");

    private static final PlanContext CONTEXT = Shop.context();

    private final Random random = new Random(SEED);
    private final SiblingTexts siblings = new SiblingTexts(random);

    /** A statement, and values for its parameters in golden files' notation; empty for none. */
    private record Sample(String sql, String parameters) {}

    @Test
    void goldenStatementsThroughTheirSiblings() throws IOException {
        long shared = 0;
        for (Sample sample : golden()) {
            shared += check(sample);
        }
        assertTrue(shared > 1_000, "shared: " + shared);
    }

    @Test
    void generatedStatementsThroughTheirSiblings() {
        StatementGenerator generator = new StatementGenerator(random);
        long shared = 0;
        for (int i = 0; i < GENERATED; i++) {
            shared += check(new Sample(generator.statement(), ""));
        }
        assertTrue(shared > GENERATED, "shared: " + shared);
    }

    /** Plans the statement and then its siblings in turn with one planner. Returns how many of them weren't planned themselves. */
    private long check(Sample sample) {
        QueryPlanner sharing = new QueryPlanner(1_000);
        List<String> texts = new ArrayList<>(List.of(sample.sql()));
        for (int i = 0; i < SIBLINGS; i++) {
            texts.add(siblings.of(sample.sql()));
        }
        for (String text : texts) {
            String alone = printed(() -> QueryPlanner.planAnew(text, CONTEXT), sample.parameters());
            String together = printed(() -> sharing.plan(text, CONTEXT), sample.parameters());
            assertEquals(alone, together, () -> "seed " + SEED + "\nfirst: " + sample.sql() + "\ntext: " + text);
        }
        return sharing.cacheFigures().shapeHits();
    }

    private static String printed(Supplier<Planned> planner, String parameters) {
        try {
            Planned planned = planner.get();
            if (!(planned instanceof Planned.Routed(StatementPlan plan))) {
                return planned.print();
            }
            String head = plan.text() + "\n" + plan.command() + " " + plan.writes() + " " + plan.describeAt() + "\n";
            return head
                    + PlanPrinter.print(
                            plan.bind(parameters.isEmpty() ? ParameterValues.NONE : TextParameters.parse(parameters)));
        } catch (PlanningException refused) {
            return PlanPrinter.print(refused.refusal());
        }
    }

    private static List<Sample> golden() throws IOException {
        List<Sample> samples = new ArrayList<>();
        try (Stream<Path> files = Files.list(PLANS)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".plan")).sorted().toList()) {
                for (String block : CASES.splitAsStream(Files.readString(file)).toList()) {
                    StringBuilder sql = new StringBuilder();
                    String parameters = "";
                    for (String line : block.strip().lines().toList()) {
                        if (line.equals("----")) {
                            break;
                        }
                        if (line.startsWith("params: ")) {
                            parameters = line.substring("params: ".length());
                        } else if (!line.startsWith("#")) {
                            sql.append(sql.isEmpty() ? "" : "\n").append(line);
                        }
                    }
                    if (!sql.isEmpty()) {
                        samples.add(new Sample(sql.toString(), parameters));
                    }
                }
            }
        }
        return samples;
    }
}
