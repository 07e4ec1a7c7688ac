package dev.colonnade.planner.physical;

import dev.colonnade.planner.check.PlanInvariants;
import dev.colonnade.planner.logical.Databases;
import dev.colonnade.planner.logical.Router;
import dev.colonnade.planner.logical.RowRouter;
import dev.colonnade.planner.plan.ParameterValues;
import dev.colonnade.planner.plan.PhysicalPlan;
import dev.colonnade.planner.plan.PlanningException;
import dev.colonnade.planner.plan.Refusal;
import dev.colonnade.planner.plan.RouteReason;
import dev.colonnade.planner.plan.ShardQuery;
import dev.colonnade.planner.plan.StatementPlan;
import dev.colonnade.planner.plan.Verdict;
import dev.colonnade.planner.rule.BranchText;
import dev.colonnade.planner.shape.KeyTerm;
import dev.colonnade.topology.PhysicalShardId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** INSERT ... VALUES into a sharded table: all rows of one database as the client wrote them, rows of several as one INSERT for each. */
final class InsertPlan implements Reusable {
    private final StatementHead head;
    private final Databases databases;
    private final RowRouter rows;
    private final Router others;
    private final int home;
    private final List<List<KeyTerm>> keys;
    private final InsertSplit split;
    private final @Nullable Refusal whyNotSplit;
    private final PhysicalPlan.SingleShard[] whole;
    private final @Nullable PhysicalPlan fixed;

    /**
     * @param others what the rest of the statement needs
     * @param home the one database that has tables which are nowhere else; null for none
     * @param keys per row its key
     * @param whyNotSplit why it can't be several INSERTs; null where it can
     */
    InsertPlan(
            StatementHead head,
            Databases databases,
            RowRouter rows,
            Router others,
            @Nullable PhysicalShardId home,
            List<List<KeyTerm>> keys,
            InsertSplit split,
            @Nullable Refusal whyNotSplit) {
        this(head, databases, rows, others, home == null ? -1 : databases.number(home), keys, split, whyNotSplit);
    }

    private InsertPlan(
            StatementHead head,
            Databases databases,
            RowRouter rows,
            Router others,
            int home,
            List<List<KeyTerm>> keys,
            InsertSplit split,
            @Nullable Refusal whyNotSplit) {
        this.head = head;
        this.databases = databases;
        this.rows = rows;
        this.others = others;
        this.home = home;
        this.keys = List.copyOf(keys);
        this.split = split;
        this.whyNotSplit = whyNotSplit;
        boolean depends = others.dependsOnParameters()
                || keys.stream().anyMatch(key -> key.stream().anyMatch(KeyTerm::isParameter));
        whole = new PhysicalPlan.SingleShard[depends ? databases.count() : 0];
        for (int i = 0; i < whole.length; i++) {
            whole[i] = single(i);
        }
        fixed = depends ? null : routed(ParameterValues.NONE);
    }

    @Override
    public StatementPlan at(Sibling other) {
        return new InsertPlan(
                other.head(head),
                databases,
                rows,
                other.router(others),
                home,
                keys.stream().map(key -> key.stream().map(other::term).toList()).toList(),
                split.at(other),
                whyNotSplit == null ? null : other.refusal(whyNotSplit));
    }

    @Override
    public int bytes() {
        return 1_000 + 100 * whole.length + 200 * keys.size();
    }

    private PhysicalPlan.SingleShard whole(int shard) {
        return whole.length == 0 ? single(shard) : whole[shard];
    }

    private PhysicalPlan.SingleShard single(int shard) {
        ShardQuery query = new ShardQuery(databases.shard(shard), head.text(), null, RouteReason.ROW_OF_VALUES);
        return new PhysicalPlan.SingleShard(Verdict.ONE, query);
    }

    @Override
    public String text() {
        return head.text();
    }

    @Override
    public boolean writes() {
        return true;
    }

    @Override
    public String command() {
        return head.command();
    }

    @Override
    public PhysicalShardId describeAt() {
        return head.describeAt();
    }

    @Override
    public PhysicalPlan bind(ParameterValues parameters) {
        return fixed == null ? routed(parameters) : fixed;
    }

    private PhysicalPlan routed(ParameterValues parameters) {
        BitSet needed = others.route(parameters).shards();
        if (home >= 0) {
            needed.set(home);
        }
        if (keys.size() == 1 && needed.isEmpty()) {
            return whole(rows.route(keys.getFirst(), parameters));
        }
        Map<Integer, List<Integer>> rowsByShard = new TreeMap<>();
        for (int row = 0; row < keys.size(); row++) {
            int shard = rows.route(keys.get(row), parameters);
            rowsByShard.computeIfAbsent(shard, s -> new ArrayList<>()).add(row);
            needed.set(shard);
        }
        if (needed.cardinality() == 1) {
            return whole(needed.nextSetBit(0));
        }
        if (whyNotSplit != null) {
            throw new PlanningException(whyNotSplit);
        }
        return PlanInvariants.checked(several(rowsByShard));
    }

    private PhysicalPlan several(Map<Integer, List<Integer>> rowsByShard) {
        List<ShardQuery> branches = new ArrayList<>();
        rowsByShard.forEach((shard, kept) -> {
            BranchText.Result text = split.only(kept);
            branches.add(
                    new ShardQuery(databases.shard(shard), text.sql(), text.parameters(), RouteReason.ROW_OF_VALUES));
        });
        return new PhysicalPlan.Scatter(Verdict.SOME, branches, split.merge(List.copyOf(rowsByShard.values())));
    }
}
