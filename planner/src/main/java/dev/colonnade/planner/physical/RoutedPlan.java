package dev.colonnade.planner.physical;

import dev.colonnade.planner.check.PlanInvariants;
import dev.colonnade.planner.logical.Databases;
import dev.colonnade.planner.logical.Router;
import dev.colonnade.planner.plan.ParameterValues;
import dev.colonnade.planner.plan.PhysicalPlan;
import dev.colonnade.planner.plan.PlanningException;
import dev.colonnade.planner.plan.Refusal;
import dev.colonnade.planner.plan.RouteReason;
import dev.colonnade.planner.plan.ShardQuery;
import dev.colonnade.planner.plan.StatementPlan;
import dev.colonnade.planner.plan.Verdict;
import dev.colonnade.topology.PhysicalShardId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement that goes as it is to the one database that has all the rows it needs, or else in a form for several. Which of the two, and
 * where, is settled per Bind.
 */
final class RoutedPlan implements Reusable {
    private final StatementHead head;
    private final Databases databases;
    private final Router router;
    private final int home;
    private final Spread spread;
    private final PhysicalPlan.SingleShard[] byKey;
    private final @Nullable PhysicalPlan fixed;

    /** What becomes of the statement where its rows are on several databases. */
    sealed interface Spread {
        /** It is refused. */
        record Refused(Refusal why) implements Spread {}

        /** It is scattered. */
        record Scattered(ScatterBinder binder) implements Spread {}

        /** Its rows are moved to one database, which finishes it. */
        record Staged(StagedBinder binder) implements Spread {}

        /** What becomes of it isn't known: the plan was another text's. */
        record Unshared() implements Spread {}
    }

    /** @param home the one database that has tables which are nowhere else; null for none */
    RoutedPlan(StatementHead head, Databases databases, Router router, @Nullable PhysicalShardId home, Spread spread) {
        this(head, databases, router, home == null ? -1 : databases.number(home), spread);
    }

    private RoutedPlan(StatementHead head, Databases databases, Router router, int home, Spread spread) {
        this.head = head;
        this.databases = databases;
        this.router = router;
        this.home = home;
        this.spread = spread;
        boolean depends = router.dependsOnParameters()
                || switch (spread) {
                    case Spread.Refused refused -> false;
                    case Spread.Scattered(ScatterBinder binder) -> binder.dependsOnParameters();
                    case Spread.Staged(StagedBinder binder) -> binder.dependsOnParameters();
                    case Spread.Unshared unshared -> false;
                };
        byKey = new PhysicalPlan.SingleShard[depends ? databases.count() : 0];
        for (int i = 0; i < byKey.length; i++) {
            byKey[i] = single(i, Verdict.ONE, RouteReason.KEY_EQUALS);
        }
        fixed = depends ? null : fixed();
    }

    /** A staged text is made of pieces of the planned one; it serves others for as long as one database has all their rows. */
    @Override
    public StatementPlan at(Sibling other) {
        if (spread instanceof Spread.Staged && fixed == null) {
            throw new UnsharedException();
        }
        return new RoutedPlan(
                other.head(head),
                databases,
                other.router(router),
                home,
                switch (spread) {
                    case Spread.Refused(Refusal why) -> new Spread.Refused(other.refusal(why));
                    case Spread.Scattered(ScatterBinder binder) -> new Spread.Scattered(binder.at(other.shift()));
                    case Spread.Staged staged -> new Spread.Unshared();
                    case Spread.Unshared unshared -> unshared;
                });
    }

    /** Whether the route is known at Bind only. */
    boolean isOpen() {
        return fixed == null;
    }

    @Override
    public int bytes() {
        return 1_000
                + 100 * byKey.length
                + (spread instanceof Spread.Scattered ? 2 * head.text().length() + 500 : 500);
    }

    @Override
    public String text() {
        return head.text();
    }

    @Override
    public boolean writes() {
        return head.writes();
    }

    @Override
    public String command() {
        return head.command();
    }

    @Override
    public PhysicalShardId describeAt() {
        return home < 0 ? head.describeAt() : databases.shard(home);
    }

    @Override
    public PhysicalPlan bind(ParameterValues parameters) {
        if (fixed != null) {
            return fixed;
        }
        // Hot: one integer key, one parameter. Benchmark: PlanBenchmark.bindKey.
        int only = home < 0 ? router.only(parameters) : -1;
        return only >= 0 ? byKey[only] : planned(parameters);
    }

    private PhysicalPlan fixed() {
        int only = home < 0 ? router.only(ParameterValues.NONE) : -1;
        return only >= 0 ? single(only, Verdict.ONE, RouteReason.KEY_EQUALS) : planned(ParameterValues.NONE);
    }

    private PhysicalPlan planned(ParameterValues parameters) {
        Router.Route route = router.route(parameters);
        BitSet needed = route.shards();
        if (home >= 0) {
            needed.set(home);
        }
        return switch (needed.cardinality()) {
            case 0 -> single(databases.number(head.describeAt()), Verdict.ONE, RouteReason.NO_ROW_POSSIBLE);
            case 1 -> one(needed.nextSetBit(0), route.reason());
            default -> several(needed, route.reason(), parameters);
        };
    }

    private PhysicalPlan one(int shard, RouteReason reason) {
        return switch (reason) {
            case KEY_EQUALS -> byKey.length == 0 ? single(shard, Verdict.ONE, reason) : byKey[shard];
            case NO_KEY_IN_PREDICATE -> single(shard, Verdict.ALL, reason);
            default -> single(shard, Verdict.ONE, reason);
        };
    }

    private PhysicalPlan several(BitSet needed, RouteReason reason, ParameterValues parameters) {
        return switch (spread) {
            case Spread.Refused(Refusal why) -> throw new PlanningException(why);
            case Spread.Scattered(ScatterBinder binder) -> {
                List<PhysicalShardId> shards = shards(needed);
                Verdict verdict = reason == RouteReason.NO_KEY_IN_PREDICATE ? Verdict.ALL : Verdict.SOME;
                yield PlanInvariants.checked(binder.bind(shards, verdict, reason, parameters));
            }
            case Spread.Staged(StagedBinder binder) ->
                PlanInvariants.checked(binder.bind(shards(needed), reason, parameters));
            case Spread.Unshared unshared -> throw new UnsharedException();
        };
    }

    private List<PhysicalShardId> shards(BitSet numbers) {
        List<PhysicalShardId> shards = new ArrayList<>();
        numbers.stream().forEach(i -> shards.add(databases.shard(i)));
        return shards;
    }

    private PhysicalPlan.SingleShard single(int shard, Verdict verdict, RouteReason reason) {
        return new PhysicalPlan.SingleShard(verdict, new ShardQuery(databases.shard(shard), head.text(), null, reason));
    }
}
