package dev.colonnade.planner.shape;

import dev.colonnade.planner.ast.Query;
import dev.colonnade.planner.plan.Refusal;
import dev.colonnade.planner.plan.RefusalCode;
import dev.colonnade.planner.refusal.Refusals;
import dev.colonnade.planner.shape.Distribution.AnyOne;
import dev.colonnade.planner.shape.Distribution.Everywhere;
import dev.colonnade.planner.shape.Distribution.Partitioned;
import dev.colonnade.planner.shape.Distribution.Unproven;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** How the result of UNION, INTERSECT and EXCEPT is spread. */
final class SetRows {
    private SetRows() {}

    /** @param columns the result's columns where both arms' are known */
    static Distribution spread(
            Query.SetOperation operation, QueryShape left, QueryShape right, List<OutputColumn> columns) {
        if (left.rows() instanceof Partitioned l && right.rows() instanceof Partitioned r) {
            return partitioned(operation, l, r, left, right, columns);
        }
        boolean onlyOnePartitioned = left.rows() instanceof Partitioned || right.rows() instanceof Partitioned;
        boolean otherEverywhere = left.rows() instanceof Everywhere || right.rows() instanceof Everywhere;
        if (onlyOnePartitioned && otherEverywhere) {
            return new Unproven(
                    refusal(
                            operation,
                            "One arm reads sharded tables, the other one rows that every database has and would add once more each."));
        }
        return Distributions.inner(left.rows(), right.rows(), new EqualityClasses(), operation.span());
    }

    /** The result of a set operation with LIMIT or OFFSET, as a relation. */
    static Distribution cut(Distribution rows, Query query) {
        return switch (rows) {
            case Everywhere e -> new AnyOne();
            case Partitioned p ->
                new Unproven(Refusals.at(
                        query.span(),
                        RefusalCode.LIMIT,
                        "cannot apply LIMIT inside a subquery over several databases",
                        "Its rows come from " + Distributions.names(p.tables()) + ".",
                        "Give a value for the shard key, or move the LIMIT to the outermost query."));
            default -> rows;
        };
    }

    private static Distribution partitioned(
            Query.SetOperation operation,
            Partitioned l,
            Partitioned r,
            QueryShape left,
            QueryShape right,
            List<OutputColumn> columns) {
        int keys = l.carriers().size();
        boolean sameColo = l.colo().equals(r.colo());
        List<Set<Node>> carriers = new ArrayList<>();
        List<Set<Node>> certain = new ArrayList<>();
        for (int key = 0; key < keys; key++) {
            carriers.add(
                    sameColo ? inBoth(l.carriers().get(key), r.carriers().get(key), left, right, columns) : Set.of());
            certain.add(sameColo ? inBoth(l.certain().get(key), r.certain().get(key), left, right, columns) : Set.of());
        }
        boolean concatenates = operation.operator().equals("union") && operation.all();
        if (!concatenates && certain.stream().anyMatch(Set::isEmpty)) {
            return new Unproven(refusal(
                    operation, "Equal rows may be on different databases: the shard key isn't a column of both arms."));
        }
        List<dev.colonnade.topology.TableName> tables = new ArrayList<>(l.tables());
        tables.addAll(r.tables());
        return new Partitioned(l.colo(), carriers, certain, tables);
    }

    /** The result's columns that are fed from a key's column in both arms. */
    private static Set<Node> inBoth(
            Set<Node> l, Set<Node> r, QueryShape left, QueryShape right, List<OutputColumn> columns) {
        Set<Node> found = new LinkedHashSet<>();
        for (int i = 0; i < columns.size(); i++) {
            Node node = columns.get(i).node();
            Node leftNode = left.columns().get(i).node();
            Node rightNode = right.columns().get(i).node();
            if (node != null
                    && leftNode != null
                    && rightNode != null
                    && l.contains(leftNode)
                    && r.contains(rightNode)) {
                found.add(node);
            }
        }
        return found;
    }

    private static Refusal refusal(Query.SetOperation operation, String why) {
        String operator = operation.operator().toUpperCase(java.util.Locale.ROOT) + (operation.all() ? " ALL" : "");
        return Refusals.at(
                operation.span(),
                RefusalCode.SET_OPERATION,
                "cannot work out " + operator + " over several databases",
                why,
                "Give a value for the shard key in each arm, add the shard key to the select list of each, or use UNION ALL.");
    }
}
