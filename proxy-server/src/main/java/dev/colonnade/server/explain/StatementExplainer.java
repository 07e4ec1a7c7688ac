package dev.colonnade.server.explain;

import dev.colonnade.admin.port.Explanation;
import dev.colonnade.planner.PlanContext;
import dev.colonnade.planner.Planned;
import dev.colonnade.planner.QueryPlanner;
import dev.colonnade.planner.explain.PlanPrinter;
import dev.colonnade.planner.plan.ParameterValues;
import dev.colonnade.planner.plan.PhysicalPlan;
import dev.colonnade.planner.plan.PlanningException;
import dev.colonnade.planner.plan.Refusal;
import dev.colonnade.planner.plan.ShardQuery;
import dev.colonnade.planner.sql.ParseOutcome;
import dev.colonnade.planner.sql.StatementParser;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Plans statements and puts the outcome in words. Thread-safe; opens nothing. */
public final class StatementExplainer {
    /** A word, a parameter, a constant or a sign. */
    private static final Pattern CONSTRUCT =
            Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_$]*|\\$?\\p{N}+|'[^']*'|\"[^\"]*\"|\\S");

    private final QueryPlanner planner;

    public StatementExplainer(QueryPlanner planner) {
        this.planner = planner;
    }

    /** @param parameters values of $1, $2 ... in PostgreSQL's text format; null for NULL, which is also what is not given */
    public Explanation explain(String sql, List<@Nullable String> parameters, PlanContext context) {
        Explanation.Stage stage = StatementParser.parse(sql) instanceof ParseOutcome.Failed
                ? Explanation.Stage.PARSE
                : Explanation.Stage.PLAN;
        try {
            Planned planned = planner.plan(sql, context);
            if (!(planned instanceof Planned.Routed routed)) {
                return new Explanation.Planned(
                        stage, "local", "", List.of(), planned.print().lines().toList());
            }
            return switch (routed.plan().bind(new TextParameters(parameters))) {
                case PhysicalPlan.SingleShard single ->
                    new Explanation.Planned(
                            stage,
                            name(single),
                            single.query().reason().name(),
                            List.of(branch(single.query())),
                            List.of());
                case PhysicalPlan.Scatter scatter ->
                    new Explanation.Planned(
                            stage,
                            name(scatter),
                            scatter.branches().getFirst().reason().name(),
                            scatter.branches().stream()
                                    .map(StatementExplainer::branch)
                                    .toList(),
                            PlanPrinter.mergeSteps(scatter.merge()));
                case PhysicalPlan.Staged staged ->
                    new Explanation.Planned(
                            stage,
                            name(staged),
                            staged.branches().getFirst().reason().name(),
                            staged.branches().stream()
                                    .map(StatementExplainer::branch)
                                    .toList(),
                            PlanPrinter.motionSteps(staged));
            };
        } catch (PlanningException e) {
            return refused(stage, sql, e.refusal());
        }
    }

    private static Explanation.Refused refused(Explanation.Stage stage, String sql, Refusal refusal) {
        int offset = Math.min(refusal.position(), sql.length());
        return new Explanation.Refused(
                stage,
                refusal.code().name(),
                refusal.code().sqlState(),
                refusal.message(),
                refusal.detail(),
                refusal.hint(),
                offset < 0 ? 0 : sql.codePointCount(0, offset) + 1,
                offset < 0 ? "" : construct(sql, offset));
    }

    private static String construct(String sql, int offset) {
        Matcher token = CONSTRUCT.matcher(sql).region(offset, sql.length());
        return token.lookingAt() ? token.group() : "";
    }

    private static String name(PhysicalPlan plan) {
        return plan.verdict().name().toLowerCase(Locale.ROOT);
    }

    private static Explanation.Branch branch(ShardQuery query) {
        return new Explanation.Branch(query.shard(), query.sql());
    }

    /** Parameters of unspecified types in text format. */
    private record TextParameters(List<@Nullable String> values) implements ParameterValues {
        @Override
        public int count() {
            return values.size();
        }

        @Override
        public int typeOid(int number) {
            return 0;
        }

        @Override
        public boolean binary(int number) {
            return false;
        }

        @Override
        public byte @Nullable [] value(int number) {
            String text = number < values.size() ? values.get(number) : null;
            return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
        }
    }
}
