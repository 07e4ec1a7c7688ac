package dev.colonnade.planner.rule;

import dev.colonnade.planner.ast.Query;
import dev.colonnade.planner.catalog.SchemaCatalog.Collation;
import dev.colonnade.planner.plan.PlanningException;
import dev.colonnade.planner.plan.RefusalCode;
import dev.colonnade.planner.plan.RowMerge.MergeStep;
import dev.colonnade.planner.plan.RowMerge.SortKey;
import dev.colonnade.planner.refusal.Refusals;
import dev.colonnade.planner.shape.AstNodes;
import dev.colonnade.planner.shape.Distribution;
import dev.colonnade.planner.shape.Distribution.Partitioned;
import dev.colonnade.planner.shape.Distribution.Unproven;
import dev.colonnade.planner.shape.QueryShape;
import dev.colonnade.planner.shape.QueryShape.SelectShape;
import java.util.List;

/**
 * The outermost query as branches and a merge:
 *
 * <pre>
 *   rows of one database each      Concat | MergeSort, Distinct, Limit
 *   groups over several databases  Reaggregate, Having, Sort, Limit
 * </pre>
 */
public final class SelectRewrite {
    private final String text;
    private final AstNodes nodes;
    private final Collation defaultCollation;

    /** @param nodes all of the statement's */
    public SelectRewrite(String text, AstNodes nodes, Collation defaultCollation) {
        this.text = text;
        this.nodes = nodes;
        this.defaultCollation = defaultCollation;
    }

    /** @throws dev.colonnade.planner.plan.PlanningException where it can't be proven right */
    public ScatterTemplate rewrite(QueryShape shape) {
        Query query = shape.query();
        if (!query.locks().isEmpty()) {
            throw Refusals.refuse(
                    query.locks().getFirst().span(),
                    RefusalCode.LOCKING,
                    "cannot lock rows on several databases",
                    "Each database would lock up to the whole LIMIT, in an order of its own.",
                    "Give a value for the shard key.");
        }
        return switch (shape.body()) {
            case SelectShape select -> select(query, select);
            case QueryShape.SetShape set -> set(query, set);
            case QueryShape.ValuesShape values ->
                throw Refusals.refuse(
                        query.span(),
                        RefusalCode.SUBQUERY_NOT_COLOCATED,
                        "cannot work out VALUES with subqueries over several databases",
                        "The rows of VALUES belong to no database.",
                        "Run the subqueries as statements of their own.");
        };
    }

    private ScatterTemplate select(Query query, SelectShape shape) {
        Query.Select select = shape.select();
        Partitioned rows = checkPartitioned(query, shape.source());
        BranchRewrite rewrite = new BranchRewrite(BranchText.of(text, nodes), select);
        BlockFacts facts = new BlockFacts(query, shape, rows);
        facts.checkWindows();
        Values values = new Values(shape.scope(), defaultCollation);
        Limit limit = Limit.of(query, text);
        if (facts.isGroupedAcross()) {
            MergeGroups.Rest rest = new MergeGroups(query, shape, facts, values, rewrite).rewrite(limit);
            return template(rewrite, rest.limit()).with(rest.having(), rest.sort());
        }
        return template(rewrite, rows(query, shape, facts, values, rewrite, limit));
    }

    private static ScatterTemplate template(BranchRewrite rewrite, Limit limit) {
        return ScatterTemplate.of(rewrite.text().result(), rewrite.hiddenColumns(), rewrite.steps(), limit);
    }

    private static Limit rows(
            Query query, SelectShape shape, BlockFacts facts, Values values, BranchRewrite rewrite, Limit limit) {
        List<OrderKeys.Key> keys = OrderKeys.of(query, shape.select(), shape.scope());
        List<SortKey> sorted = AppendSortKeys.append(query, keys, values, rewrite);
        rewrite.step(sorted.isEmpty() ? new MergeStep.Concat() : new MergeStep.MergeSort(sorted));
        MergeDistinct.merge(query, shape, facts, values, rewrite);
        PushLimitIntoBranches.push(query, limit, rewrite.text());
        return query.withTies() ? limit.withTies(sorted) : limit;
    }

    private ScatterTemplate set(Query query, QueryShape.SetShape shape) {
        checkPartitioned(query, shape.source());
        if (!query.orderBy().isEmpty()) {
            throw Refusals.refuse(
                    query.orderByClause() == null ? query.span() : query.orderByClause(),
                    RefusalCode.ORDER,
                    "cannot merge the order of a set operation over several databases",
                    "Its sort keys can't be added to the arms' select lists.",
                    "Wrap it: SELECT * FROM (...) AS q ORDER BY ..., or give a value for the shard key in each arm.");
        }
        BranchText branch = BranchText.of(text, nodes);
        Limit limit = Limit.of(query, text);
        PushLimitIntoBranches.push(query, limit, branch);
        return ScatterTemplate.of(branch.result(), 0, List.of(new MergeStep.Concat()), limit);
    }

    private static Partitioned checkPartitioned(Query query, Distribution source) {
        return switch (source) {
            case Partitioned rows -> rows;
            case Unproven(var why) -> throw new PlanningException(why);
            default ->
                throw Refusals.refuse(
                        query.span(),
                        RefusalCode.SUBQUERY_NOT_COLOCATED,
                        "cannot work out this query over several databases",
                        "Only its subqueries read sharded tables.",
                        "Give values for their shard keys, or run them as statements of their own.");
        };
    }
}
