package dev.colonnade.planner;

import dev.colonnade.planner.ast.Statement;
import dev.colonnade.planner.motion.ExpandViews;
import dev.colonnade.planner.physical.CopyPlanner;
import dev.colonnade.planner.physical.DatabaseName;
import dev.colonnade.planner.physical.DdlPlanner;
import dev.colonnade.planner.physical.Reuse;
import dev.colonnade.planner.physical.StatementPlanner;
import dev.colonnade.planner.physical.UnsharedException;
import dev.colonnade.planner.physical.VerbatimPlanner;
import dev.colonnade.planner.plan.PlanningException;
import dev.colonnade.planner.plan.Refusal;
import dev.colonnade.planner.plan.StatementPlan;
import dev.colonnade.planner.shape.World;
import dev.colonnade.planner.sql.ParseOutcome;
import dev.colonnade.planner.sql.SqlTokens;
import dev.colonnade.planner.sql.StatementParser;
import dev.colonnade.planner.sql.StatementSplitter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The planner's entry. Thread-safe. */
public final class QueryPlanner {
    /** Texts up to here are planned where they come in: a few milliseconds at the very most, and a hop to another thread costs as well. */
    private static final int QUICK_LENGTH_MAX = 4 * 1024;

    /** Views over views, one in the other; beyond, they are refused like views that can't be expanded. */
    private static final int VIEW_DEPTH_MAX = 16;

    private final PlanCache cache;

    /** What is being planned elsewhere: whoever asks for the same text meanwhile waits for the same plan. */
    private final ConcurrentMap<PlanCache.Key, CompletableFuture<Planned>> underWay = new ConcurrentHashMap<>();

    /** @param statementsMax about how many statements of common length have their plans kept */
    public QueryPlanner(int statementsMax) {
        cache = new PlanCache(statementsMax);
    }

    /**
     * Plans one statement.
     *
     * @param text without a terminating semicolon; the plan holds this very string, unless it asks for the database's name
     * @throws PlanningException where it is refused whatever its parameters
     */
    public Planned plan(String text, PlanContext context) {
        return plan(text, null, context);
    }

    /** As {@link #plan(String, PlanContext)}, of a statement whose tokens are known already. */
    public Planned plan(StatementSplitter.Piece statement, PlanContext context) {
        return plan(statement.text(), statement.tokens(), context);
    }

    /** Whether planning the text may take so long that an event loop should leave it to {@link #planElsewhere}. */
    public boolean isSlow(String text, PlanContext context) {
        return text.length() > QUICK_LENGTH_MAX && !cache.hasText(new PlanCache.Key(text, context.scope()));
    }

    /**
     * As {@link #plan(String, PlanContext)}, on another thread, once for all who ask for the same at a time. The future fails with {@link
     * PlanningException} where the statement is refused.
     */
    public CompletableFuture<Planned> planElsewhere(
            StatementSplitter.Piece statement, PlanContext context, Executor executor) {
        PlanCache.Key key = new PlanCache.Key(statement.text(), context.scope());
        CompletableFuture<Planned> mine = new CompletableFuture<>();
        CompletableFuture<Planned> known = underWay.putIfAbsent(key, mine);
        if (known != null) {
            return known;
        }
        executor.execute(() -> {
            try {
                mine.complete(plan(statement, context));
            } catch (RuntimeException | Error failed) {
                mine.completeExceptionally(failed);
            } finally {
                underWay.remove(key);
            }
        });
        return mine;
    }

    /** As {@link #plan(String, PlanContext)}, without looking for a plan that is there. */
    static Planned planAnew(String text, PlanContext context) {
        return planned(fresh(text, null, context).entry());
    }

    /** How the cache does. */
    public PlanCacheFigures cacheFigures() {
        return cache.figures();
    }

    private Planned plan(String text, @Nullable SqlTokens known, PlanContext context) {
        PlanCache.Key key = new PlanCache.Key(text, context.scope());
        PlanCache.Entry entry = text.length() > PlanCache.TEXT_LENGTH_MAX ? null : cache.text(key);
        if (entry != null) {
            return planned(entry);
        }
        SqlTokens tokens = known == null ? SqlTokens.of(text) : known;
        String fingerprint = tokens.fingerprint();
        PlanCache.Key shapeKey = fingerprint == null ? null : new PlanCache.Key(fingerprint, context.scope());
        Planned shared = shapeKey == null ? null : shared(cache.shape(shapeKey), text, tokens);
        if (shared != null) {
            cache.shapeHit();
            if (tokens.parameters() > 0) {
                // by its text it is found faster, and a text with parameters comes again
                cache.put(key, new PlanCache.Entry.Made(shared));
            }
            return shared;
        }
        cache.missed();
        Fresh fresh = fresh(text, shapeKey == null ? null : tokens, context);
        if (fresh.reuse() != null && shapeKey != null) {
            cache.put(shapeKey, fresh.reuse());
        }
        boolean oneOfMany = fresh.reuse() != null && tokens.parameters() == 0 && tokens.literals() > 0;
        if (!oneOfMany && text.length() <= PlanCache.TEXT_LENGTH_MAX) {
            cache.put(key, fresh.entry());
        }
        return planned(fresh.entry());
    }

    private static Planned planned(PlanCache.Entry entry) {
        return switch (entry) {
            case PlanCache.Entry.Made(Planned planned) -> planned;
            case PlanCache.Entry.Refused(Refusal refusal) -> throw new PlanningException(refusal);
        };
    }

    private static @Nullable Planned shared(PlanCache.@Nullable Shape shape, String text, SqlTokens tokens) {
        if (shape == null) {
            return null;
        }
        for (Reuse variant : shape.variants()) {
            StatementPlan plan = at(variant, text, tokens);
            if (plan != null) {
                return new Planned.Routed(plan);
            }
        }
        return null;
    }

    /** Null where the text has to be planned; also where it is refused, so that the refusal speaks of this text. */
    private static @Nullable StatementPlan at(Reuse variant, String text, SqlTokens tokens) {
        try {
            return variant.at(text, tokens);
        } catch (PlanningException | UnsharedException itsOwn) {
            return null;
        }
    }

    /** @param reuse what else the plan is good for; null for nothing */
    private record Fresh(PlanCache.Entry entry, @Nullable Reuse reuse) {
        static Fresh of(Planned planned) {
            return new Fresh(new PlanCache.Entry.Made(planned), null);
        }
    }

    /** @param tokens null where no other text is to be served */
    private static Fresh fresh(String text, @Nullable SqlTokens tokens, PlanContext context) {
        World world = new World(context.topology(), context.catalog(), context.searchPath());
        try {
            return switch (StatementParser.parse(text)) {
                case ParseOutcome.Parsed(Statement statement) -> fresh(statement, text, tokens, world);
                case ParseOutcome.Failed failed ->
                    Fresh.of(new Planned.Routed(new VerbatimPlanner(world).unparsed(failed, text)));
            };
        } catch (PlanningException refused) {
            return new Fresh(new PlanCache.Entry.Refused(refused.refusal()), null);
        }
    }

    private static Fresh fresh(Statement statement, String text, @Nullable SqlTokens tokens, World world) {
        return switch (statement) {
            case Statement.Select select -> withRows(select, text, tokens, world);
            case Statement.Insert insert -> withRows(insert, text, tokens, world);
            case Statement.Update update -> withRows(update, text, tokens, world);
            case Statement.Delete delete -> withRows(delete, text, tokens, world);
            case Statement.Merge merge -> withRows(merge, text, tokens, world);
            case Statement.Ddl ddl -> Fresh.of(schemaChange(ddl, text, new DdlPlanner(world)));
            case Statement.Copy copy -> Fresh.of(copy(copy, text, world));
            case Statement.Transaction s -> Fresh.of(new Planned.ForSession(s, text));
            case Statement.Set s -> Fresh.of(new Planned.ForSession(s, text));
            case Statement.Reset s -> Fresh.of(new Planned.ForSession(s, text));
            case Statement.Show s -> Fresh.of(new Planned.ForSession(s, text));
            case Statement.Discard s -> Fresh.of(new Planned.ForSession(s, text));
            case Statement.Explain s -> Fresh.of(new Planned.ForSession(s, text));
            case Statement.Prepare s -> Fresh.of(new Planned.ForSession(s, text));
            case Statement.Execute s -> Fresh.of(new Planned.ForSession(s, text));
            case Statement.Deallocate s -> Fresh.of(new Planned.ForSession(s, text));
            case Statement.Other s -> Fresh.of(new Planned.ForSession(s, text));
            case Statement.Empty s -> Fresh.of(new Planned.ForSession(s, text));
        };
    }

    private static Fresh withRows(Statement statement, String text, @Nullable SqlTokens tokens, World world) {
        String named = DatabaseName.inText(statement, text, world);
        if (!named.equals(text) && StatementParser.parse(named) instanceof ParseOutcome.Parsed(Statement again)) {
            return Fresh.of(expanded(again, named, world, VIEW_DEPTH_MAX));
        }
        Planned viewless = viewless(statement, text, world, VIEW_DEPTH_MAX);
        if (viewless != null) {
            return Fresh.of(viewless);
        }
        StatementPlanner.PlannedText planned = plan(statement, text, tokens, world);
        return new Fresh(new PlanCache.Entry.Made(new Planned.Routed(planned.plan())), planned.reuse());
    }

    private static Planned expanded(Statement statement, String text, World world, int depth) {
        Planned viewless = viewless(statement, text, world, depth);
        return viewless == null
                ? new Planned.Routed(plan(statement, text, null, world).plan())
                : viewless;
    }

    /** The plan of the text with its views' queries in their places; null where it names none. A view may name others. */
    private static @Nullable Planned viewless(Statement statement, String text, World world, int depth) {
        String expanded = depth == 0 ? text : ExpandViews.inText(statement, text, world);
        return !expanded.equals(text) && StatementParser.parse(expanded) instanceof ParseOutcome.Parsed(Statement again)
                ? expanded(again, expanded, world, depth - 1)
                : null;
    }

    private static StatementPlanner.PlannedText plan(
            Statement statement, String text, @Nullable SqlTokens tokens, World world) {
        return world.topology().unshardedOnly()
                ? new VerbatimPlanner(world).atHome(statement, text, tokens)
                : new StatementPlanner(world).plan(statement, text, tokens);
    }

    private static Planned copy(Statement.Copy copy, String text, World world) {
        CopyPlanner planner = new CopyPlanner(world);
        if (!copy.stdio()) {
            return new Planned.Routed(planner.file(text));
        }
        if (!copy.from()) {
            return new Planned.CopyOut(copy, text, planner.out(copy, text));
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

    private static Planned schemaChange(Statement.Ddl ddl, String text, DdlPlanner planner) {
        return new Planned.SchemaChange(ddl, text, planner.holders(ddl, text), planner.placedByItsColumns(ddl));
    }
}
