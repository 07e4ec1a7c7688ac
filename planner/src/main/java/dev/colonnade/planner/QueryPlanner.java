package dev.colonnade.planner;

import dev.colonnade.planner.ast.Statement;
import dev.colonnade.planner.physical.CopyPlanner;
import dev.colonnade.planner.physical.DatabaseName;
import dev.colonnade.planner.physical.DdlPlanner;
import dev.colonnade.planner.physical.StatementPlanner;
import dev.colonnade.planner.physical.VerbatimPlanner;
import dev.colonnade.planner.plan.PlanningException;
import dev.colonnade.planner.shape.World;
import dev.colonnade.planner.sql.ParseOutcome;
import dev.colonnade.planner.sql.StatementParser;

/** The planner's entry. Thread-safe. */
public final class QueryPlanner {
    private final PlanCache cache;

    /** @param cacheEntriesMax about how many plans of statements of common length are kept */
    public QueryPlanner(int cacheEntriesMax) {
        cache = new PlanCache(cacheEntriesMax);
    }

    /**
     * Plans one statement.
     *
     * @param text without a terminating semicolon; the plan holds this very string, unless it asks for the database's name
     * @throws PlanningException where it is refused whatever its parameters
     */
    public Planned plan(String text, PlanContext context) {
        return cache.get(text, context, () -> planned(text, context));
    }

    private static Planned planned(String text, PlanContext context) {
        World world = new World(context.topology(), context.catalog(), context.searchPath());
        return switch (StatementParser.parse(text)) {
            case ParseOutcome.Parsed(Statement statement) -> planned(statement, text, world);
            case ParseOutcome.Failed failed -> new Planned.Routed(new VerbatimPlanner(world).unparsed(failed, text));
        };
    }

    private static Planned planned(Statement statement, String text, World world) {
        return switch (statement) {
            case Statement.Select select -> withRows(select, text, world);
            case Statement.Insert insert -> withRows(insert, text, world);
            case Statement.Update update -> withRows(update, text, world);
            case Statement.Delete delete -> withRows(delete, text, world);
            case Statement.Merge merge -> withRows(merge, text, world);
            case Statement.Ddl ddl -> new Planned.SchemaChange(ddl, text, new DdlPlanner(world).holders(ddl, text));
            case Statement.Copy copy -> copy(copy, text, world);
            case Statement.Transaction s -> new Planned.ForSession(s, text);
            case Statement.Set s -> new Planned.ForSession(s, text);
            case Statement.Reset s -> new Planned.ForSession(s, text);
            case Statement.Show s -> new Planned.ForSession(s, text);
            case Statement.Discard s -> new Planned.ForSession(s, text);
            case Statement.Explain s -> new Planned.ForSession(s, text);
            case Statement.Prepare s -> new Planned.ForSession(s, text);
            case Statement.Execute s -> new Planned.ForSession(s, text);
            case Statement.Deallocate s -> new Planned.ForSession(s, text);
            case Statement.Other s -> new Planned.ForSession(s, text);
            case Statement.Empty s -> new Planned.ForSession(s, text);
        };
    }

    private static Planned withRows(Statement statement, String text, World world) {
        String named = DatabaseName.inText(statement, text, world);
        if (!named.equals(text) && StatementParser.parse(named) instanceof ParseOutcome.Parsed(Statement again)) {
            return withNames(again, named, world);
        }
        return withNames(statement, text, world);
    }

    private static Planned withNames(Statement statement, String text, World world) {
        return new Planned.Routed(
                world.topology().unshardedOnly()
                        ? new VerbatimPlanner(world).atHome(statement, text)
                        : new StatementPlanner(world).plan(statement, text));
    }

    private static Planned copy(Statement.Copy copy, String text, World world) {
        CopyPlanner planner = new CopyPlanner(world);
        if (!copy.stdio()) {
            return new Planned.Routed(planner.file(text));
        }
        if (!copy.from()) {
            return new Planned.CopyOut(text, planner.out(copy, text));
        }
        CopyPlanner.Target target = planner.in(copy);
        return new Planned.CopyIn(
                copy,
                text,
                target.table(),
                target.placement(),
                target.columns(),
                target.keyPositions(),
                target.holders());
    }
}
