package dev.colonnade.planner.shape;

import dev.colonnade.planner.ast.Expr;
import dev.colonnade.planner.ast.Query;
import dev.colonnade.planner.ast.Span;
import dev.colonnade.planner.shape.Distributions.Pair;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/** FROM as a tree of joins over range items, with the names that each join's ON can see. */
sealed interface FromTree {
    Scope scope();

    Span span();

    /** A table, a derived table, a function. */
    record Leaf(RangeItem item, Scope scope, Span span) implements FromTree {}

    /**
     * A join.
     *
     * @param using the columns of USING or NATURAL: one of each side
     */
    record Joined(Query.Join join, FromTree left, FromTree right, List<Pair> using, Scope scope) implements FromTree {
        @Override
        public Span span() {
            return join.span();
        }
    }

    /**
     * Reads the ON clauses below.
     *
     * <p>An outer join whose filled-up rows a condition above rejects is an inner join: {@code a LEFT JOIN b ... WHERE b.x = 1}.
     *
     * @param rejected columns that can't be NULL in any row that matters
     */
    static Spread link(FromTree tree, List<Node> rejected, Conditions conditions, EqualityClasses classes) {
        JoinReader reader = new JoinReader(conditions, classes);
        reader.link(tree, rejected, false);
        return new Spread(tree, reader);
    }

    /** A tree whose conditions have been read. Ask for its distribution once those of all the other trees of FROM have been read too. */
    record Spread(FromTree tree, JoinReader reader) {
        Distribution distribution() {
            return reader.distribution(tree);
        }

        Span place() {
            return tree.span();
        }
    }

    /** Goes over the tree twice: conditions from the top down, then distributions, which need all equalities, from the bottom up. */
    final class JoinReader {
        private final Conditions conditions;
        private final EqualityClasses classes;
        private final IdentityHashMap<Joined, Query.JoinKind> kinds = new IdentityHashMap<>();
        private final IdentityHashMap<Joined, List<Pair>> pairs = new IdentityHashMap<>();

        JoinReader(Conditions conditions, EqualityClasses classes) {
            this.conditions = conditions;
            this.classes = classes;
        }

        /** @param supplied whether an outer join above may fill this part with NULLs */
        private void link(FromTree tree, List<Node> rejected, boolean supplied) {
            if (!(tree instanceof Joined joined)) {
                return;
            }
            Query.JoinKind kind = effectiveKind(joined, rejected);
            kinds.put(joined, kind);
            List<Node> below = new ArrayList<>(rejected);
            List<Expr> on = joined.join().on() == null
                    ? List.of()
                    : ExprTree.conjuncts(joined.join().on());
            List<Pair> found = new ArrayList<>(joined.using());
            switch (kind) {
                case INNER, CROSS -> {
                    on.forEach(conjunct -> {
                        below.addAll(Conditions.nullRejected(conjunct, joined.scope()));
                        conditions.innerOn(conjunct, joined.scope(), classes, supplied);
                    });
                    joined.using().forEach(pair -> {
                        conditions.equate(pair, classes);
                        below.add(pair.left());
                        below.add(pair.right());
                    });
                }
                case LEFT -> found.addAll(outer(joined, on, joined.right().scope()));
                case RIGHT -> found.addAll(outer(joined, on, joined.left().scope()));
                case FULL ->
                    on.forEach(conjunct -> found.addAll(conditions.full(
                            conjunct, joined.scope(), joined.left().scope())));
            }
            pairs.put(joined, found);
            boolean suppliesLeft = kind == Query.JoinKind.RIGHT || kind == Query.JoinKind.FULL;
            boolean suppliesRight = kind == Query.JoinKind.LEFT || kind == Query.JoinKind.FULL;
            link(
                    joined.left(),
                    kind == Query.JoinKind.RIGHT ? rejectedInside(joined, on, joined.left(), rejected) : below,
                    supplied || suppliesLeft);
            link(
                    joined.right(),
                    kind == Query.JoinKind.LEFT ? rejectedInside(joined, on, joined.right(), rejected) : below,
                    supplied || suppliesRight);
        }

        /** The null-supplied side's rows are only joined where ON is true, so ON rejects for what is inside of it. */
        private static List<Node> rejectedInside(Joined joined, List<Expr> on, FromTree side, List<Node> rejected) {
            List<Node> inside = new ArrayList<>(rejected);
            on.forEach(conjunct -> Conditions.nullRejected(conjunct, joined.scope()).stream()
                    .filter(side.scope()::isLocal)
                    .forEach(inside::add));
            joined.using().forEach(pair -> inside.add(side.scope().isLocal(pair.left()) ? pair.left() : pair.right()));
            return inside;
        }

        private List<Pair> outer(Joined joined, List<Expr> on, Scope supplied) {
            List<Pair> found = new ArrayList<>();
            joined.using().forEach(pair -> {
                boolean leftSupplied = supplied.isLocal(pair.left());
                conditions.supply(leftSupplied ? pair.right() : pair.left(), leftSupplied ? pair.left() : pair.right());
            });
            on.forEach(conjunct -> found.addAll(conditions.outer(conjunct, joined.scope(), supplied, classes)));
            return found.stream().map(pair -> oriented(pair, joined)).toList();
        }

        private static Pair oriented(Pair pair, Joined joined) {
            return joined.left().scope().isLocal(pair.right()) ? pair.swapped() : pair;
        }

        private static Query.JoinKind effectiveKind(Joined joined, List<Node> rejected) {
            boolean left = rejected.stream().anyMatch(joined.left().scope()::isLocal);
            boolean right = rejected.stream().anyMatch(joined.right().scope()::isLocal);
            return switch (joined.join().kind()) {
                case INNER -> Query.JoinKind.INNER;
                case CROSS -> Query.JoinKind.CROSS;
                case LEFT -> right ? Query.JoinKind.INNER : Query.JoinKind.LEFT;
                case RIGHT -> left ? Query.JoinKind.INNER : Query.JoinKind.RIGHT;
                case FULL -> {
                    if (left && right) {
                        yield Query.JoinKind.INNER;
                    }
                    yield left ? Query.JoinKind.LEFT : right ? Query.JoinKind.RIGHT : Query.JoinKind.FULL;
                }
            };
        }

        private Distribution distribution(FromTree tree) {
            if (tree instanceof Leaf leaf) {
                return leaf.item().distribution();
            }
            Joined joined = (Joined) tree;
            Distribution left = distribution(joined.left());
            Distribution right = distribution(joined.right());
            List<Pair> on = pairs.getOrDefault(joined, List.of());
            Span place = joined.span();
            return switch (kinds.getOrDefault(joined, joined.join().kind())) {
                case INNER, CROSS -> Distributions.inner(left, right, classes, place);
                case LEFT -> Distributions.left(left, right, on, classes, place);
                case RIGHT -> Distributions.left(right, left, swapped(on), classes, place);
                case FULL -> Distributions.full(left, right, on, classes, place);
            };
        }

        private static List<Pair> swapped(List<Pair> pairs) {
            return pairs.stream().map(Pair::swapped).toList();
        }
    }
}
