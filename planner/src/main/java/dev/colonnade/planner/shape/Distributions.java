package dev.colonnade.planner.shape;

import dev.colonnade.planner.ast.Span;
import dev.colonnade.planner.plan.Refusal;
import dev.colonnade.planner.plan.RefusalCode;
import dev.colonnade.planner.refusal.Refusals;
import dev.colonnade.planner.shape.Distribution.AnyOne;
import dev.colonnade.planner.shape.Distribution.Everywhere;
import dev.colonnade.planner.shape.Distribution.OnOne;
import dev.colonnade.planner.shape.Distribution.Partitioned;
import dev.colonnade.planner.shape.Distribution.Unproven;
import dev.colonnade.topology.PhysicalShardId;
import dev.colonnade.topology.TableName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** How joins spread their rows, given how their inputs do. */
final class Distributions {
    private Distributions() {}

    /** An equality in ON, of one column of each side. */
    record Pair(Node left, Node right) {
        Pair swapped() {
            return new Pair(/* left= */ right, /* right= */ left);
        }
    }

    /** An inner join or a cross join. */
    static Distribution inner(Distribution left, Distribution right, EqualityClasses classes, Span place) {
        if (left instanceof Partitioned l && right instanceof Partitioned r) {
            if (!l.colo().equals(r.colo())) {
                return new Unproven(otherColo(l, r, place));
            }
            for (int key = 0; key < l.carriers().size(); key++) {
                Set<Node> others = r.carriers().get(key);
                if (l.carriers().get(key).stream().noneMatch(node -> classes.equalToAny(node, others))) {
                    return new Unproven(notEquated(l, r, place));
                }
            }
            return both(l, r, unions(l.certain(), r.certain()));
        }
        return unlikeSides(left, right, place);
    }

    /** A left join; a right join with its sides exchanged. */
    static Distribution left(
            Distribution preserved, Distribution supplied, List<Pair> on, EqualityClasses classes, Span place) {
        if (preserved instanceof Partitioned l && supplied instanceof Partitioned r) {
            if (!l.colo().equals(r.colo())) {
                return new Unproven(otherColo(l, r, place));
            }
            return equatedByPairs(l, r, on, classes) ? both(l, r, l.certain()) : new Unproven(notEquated(l, r, place));
        }
        if (preserved instanceof Everywhere && supplied instanceof Partitioned r) {
            return new Unproven(repeats(r, place));
        }
        return unlikeSides(preserved, supplied, place);
    }

    /** A full join. */
    static Distribution full(
            Distribution left, Distribution right, List<Pair> on, EqualityClasses classes, Span place) {
        if (left instanceof Partitioned l && right instanceof Partitioned r) {
            if (!l.colo().equals(r.colo())) {
                return new Unproven(otherColo(l, r, place));
            }
            return equatedByPairs(l, r, on, classes)
                    ? both(l, r, none(l.carriers().size()))
                    : new Unproven(notEquated(l, r, place));
        }
        if (left instanceof Partitioned one && right instanceof Everywhere) {
            return new Unproven(repeats(one, place));
        }
        if (left instanceof Everywhere && right instanceof Partitioned one) {
            return new Unproven(repeats(one, place));
        }
        return unlikeSides(left, right, place);
    }

    /** What a refusal says where one side is partitioned and the other is only on one database. */
    static Refusal mixed(String tables, PhysicalShardId home, Span place) {
        return Refusals.at(
                place,
                RefusalCode.MIXED_HOMES,
                "cannot read " + tables + " together with what only database " + home + " has",
                "The rows of " + tables + " are spread over several databases.",
                "Give a value for the shard key that lives on " + home
                        + ", make the other table a reference table, or read them in two statements.");
    }

    private static boolean equatedByPairs(Partitioned l, Partitioned r, List<Pair> on, EqualityClasses classes) {
        for (int key = 0; key < l.carriers().size(); key++) {
            Set<Node> left = l.carriers().get(key);
            Set<Node> right = r.carriers().get(key);
            if (on.stream()
                    .noneMatch(
                            pair -> classes.equalToAny(pair.left(), left) && classes.equalToAny(pair.right(), right))) {
                return false;
            }
        }
        return true;
    }

    private static Distribution unlikeSides(Distribution left, Distribution right, Span place) {
        if (left instanceof Unproven) {
            return left;
        }
        if (right instanceof Unproven || left instanceof Everywhere) {
            return right;
        }
        if (right instanceof Everywhere) {
            return left;
        }
        if (left instanceof OnOne(PhysicalShardId a)) {
            return switch (right) {
                case OnOne(PhysicalShardId b) -> a.equals(b) ? left : new Unproven(twoHomes(a, b, place));
                case Partitioned p -> new Unproven(mixed(names(p.tables()), a, place));
                default -> left;
            };
        }
        if (right instanceof OnOne) {
            return unlikeSides(right, left, place);
        }
        Partitioned partitioned = left instanceof Partitioned p ? p : right instanceof Partitioned p ? p : null;
        return partitioned == null ? new AnyOne() : new Unproven(differs(partitioned, place));
    }

    static Refusal twoHomes(PhysicalShardId a, PhysicalShardId b, Span place) {
        return Refusals.at(
                place,
                RefusalCode.MIXED_HOMES,
                "cannot read tables of the databases " + a + " and " + b + " in one statement",
                "One of the tables is only on " + a + ", another one only on " + b + ".",
                "Make one of them a reference table, or read them in two statements.");
    }

    private static Partitioned both(Partitioned l, Partitioned r, List<Set<Node>> certain) {
        List<TableName> tables = new ArrayList<>(l.tables());
        tables.addAll(r.tables());
        return new Partitioned(l.colo(), unions(l.carriers(), r.carriers()), certain, tables);
    }

    private static List<Set<Node>> unions(List<Set<Node>> left, List<Set<Node>> right) {
        List<Set<Node>> all = new ArrayList<>();
        for (int key = 0; key < left.size(); key++) {
            Set<Node> nodes = new LinkedHashSet<>();
            nodes.addAll(left.get(key));
            nodes.addAll(right.get(key));
            all.add(nodes);
        }
        return all;
    }

    private static List<Set<Node>> none(int keys) {
        return Collections.nCopies(keys, Set.of());
    }

    private static Refusal otherColo(Partitioned l, Partitioned r, Span place) {
        return Refusals.at(
                place,
                RefusalCode.JOIN_NOT_COLOCATED,
                "cannot join " + names(l.tables()) + " with " + names(r.tables()) + " over several databases",
                "They are in different colocation groups, " + l.colo().name() + " and "
                        + r.colo().name() + ".",
                "Give values for both shard keys, or join in two statements.");
    }

    private static Refusal notEquated(Partitioned l, Partitioned r, Span place) {
        return Refusals.at(
                place,
                RefusalCode.JOIN_NOT_COLOCATED,
                "cannot join " + names(l.tables()) + " with " + names(r.tables()) + " over several databases",
                "The join doesn't state that their shard keys (colo " + l.colo().name() + ") are equal.",
                "Add an equality of the shard keys to the join condition, or give a value for the shard key of each.");
    }

    private static Refusal repeats(Partitioned r, Span place) {
        return Refusals.at(
                place,
                RefusalCode.OUTER_JOIN,
                "cannot preserve the rows of a reference table in an outer join with " + names(r.tables()),
                "Every database would answer with its own unmatched rows, once per database.",
                "Exchange the sides, make it an inner join, or give a value for the shard key of " + names(r.tables())
                        + ".");
    }

    private static Refusal differs(Partitioned p, Span place) {
        return Refusals.at(
                place,
                RefusalCode.VOLATILE,
                "cannot join " + names(p.tables()) + " with rows that differ from database to database",
                "A subquery with LIMIT or with a volatile function would be worked out on each database anew.",
                "Give a value for the shard key, or work out the other side in a statement of its own.");
    }

    static String names(List<TableName> tables) {
        return tables.stream().map(TableName::name).distinct().collect(Collectors.joining(", "));
    }
}
