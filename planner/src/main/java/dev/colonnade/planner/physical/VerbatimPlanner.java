package dev.colonnade.planner.physical;

import dev.colonnade.planner.ast.Span;
import dev.colonnade.planner.ast.Statement;
import dev.colonnade.planner.plan.RefusalCode;
import dev.colonnade.planner.plan.RouteReason;
import dev.colonnade.planner.plan.StatementPlan;
import dev.colonnade.planner.plan.Verdict;
import dev.colonnade.planner.refusal.Refusals;
import dev.colonnade.planner.shape.AstNodes;
import dev.colonnade.planner.shape.FunctionUse;
import dev.colonnade.planner.shape.World;
import dev.colonnade.planner.sql.ParseOutcome;
import dev.colonnade.planner.sql.SqlTokens;
import dev.colonnade.topology.TableName;
import dev.colonnade.topology.TablePlacement;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Plans statements whose meaning doesn't matter: whatever they do, one database has all that they can do it to. */
public final class VerbatimPlanner {
    private final World world;

    public VerbatimPlanner(World world) {
        this.world = world;
    }

    /** Behind a topology of one database. */
    public StatementPlan atHome(Statement statement, String text) {
        return atHome(statement, text, AstNodes.of(statement));
    }

    /**
     * As {@link #atHome(Statement, String)}.
     *
     * @param tokens of the text; null where the plan is to serve no other one
     */
    public StatementPlanner.PlannedText atHome(Statement statement, String text, @Nullable SqlTokens tokens) {
        AstNodes nodes = AstNodes.of(statement);
        StatementPlan plan = atHome(statement, text, nodes);
        return new StatementPlanner.PlannedText(
                plan, tokens == null ? null : Reuse.of(plan, tokens, nodes.literals(), List.of()));
    }

    private StatementPlan atHome(Statement statement, String text, AstNodes nodes) {
        boolean writes = !(statement instanceof Statement.Select)
                || nodes.statements().stream().anyMatch(s -> !(s instanceof Statement.Select))
                || nodes.queries().stream().anyMatch(query -> !query.locks().isEmpty())
                || FunctionUse.of(nodes, world.catalog()).mayWrite();
        return atHome(text, writes);
    }

    /** As it is, at the catalogue home. */
    StatementPlan atHome(String text, boolean writes) {
        return FixedPlan.at(
                new StatementHead(text, writes, command(text), world.topology().catalogHome()),
                Verdict.HOME,
                RouteReason.UNSHARDED_TABLE);
    }

    /**
     * A text that couldn't be parsed.
     *
     * @throws dev.colonnade.planner.plan.PlanningException if it may touch more than one database
     */
    public StatementPlan unparsed(ParseOutcome.Failed failed, String text) {
        if (world.topology().unshardedOnly()) {
            return atHome(text, true);
        }
        Optional<String> name = spreadName(failed.mentioned());
        if (failed.tooComplex() && (name.isPresent() || failed.mentioned().isEmpty())) {
            throw Refusals.refuse(
                    RefusalCode.TOO_COMPLEX,
                    failed.message(),
                    "It touches tables of several databases, and is beyond the limits of the planner.",
                    "Split the statement.");
        }
        if (name.isPresent()) {
            int position = Math.min(failed.position(), text.length());
            throw Refusals.refuse(
                    new Span(position, position),
                    RefusalCode.UNPARSED,
                    failed.message(),
                    "The statement names " + name.get() + ", which is on several databases, and was not understood"
                            + (failed.construct().isEmpty() ? " at its end." : " at \"" + failed.construct() + "\"."),
                    "Check the syntax; if PostgreSQL takes it, write it in another way.");
        }
        return atHome(text, true);
    }

    /** A name among these that may stand for rows on several databases. */
    private Optional<String> spreadName(Set<String> mentioned) {
        Set<String> names = new HashSet<>();
        for (Map.Entry<TableName, TablePlacement> table :
                world.topology().tables().entrySet()) {
            if (!(table.getValue() instanceof TablePlacement.Unsharded)) {
                names.add(table.getKey().name());
            }
        }
        world.catalog().relations().forEach((name, info) -> {
            if (world.placementOrHome(name) instanceof TablePlacement.Sharded
                    || info.dependsOn().stream()
                            .anyMatch(read -> world.placementOrHome(read) instanceof TablePlacement.Sharded)) {
                names.add(name.name());
            }
        });
        if (world.hasShardedTables()) {
            names.addAll(world.catalog().userFunctions().keySet());
        }
        return mentioned.stream().filter(names::contains).sorted().findFirst();
    }

    /** The first word, in upper case. */
    static String command(String text) {
        String stripped = text.strip();
        int end = 0;
        while (end < stripped.length() && Character.isLetter(stripped.charAt(end))) {
            end++;
        }
        return stripped.substring(0, end).toUpperCase(Locale.ROOT);
    }
}
