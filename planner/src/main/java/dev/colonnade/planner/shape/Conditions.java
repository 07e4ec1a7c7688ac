package dev.colonnade.planner.shape;

import dev.colonnade.planner.ast.Expr;
import dev.colonnade.topology.key.KeyType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what the conjuncts of WHERE and ON prove about columns. What isn't read here proves nothing. */
final class Conditions {
    private static final Set<String> NULL_REJECTING = Set.of(
            "=",
            "<>",
            "<",
            "<=",
            ">",
            ">=",
            "like",
            "ilike",
            "not like",
            "not ilike",
            "~",
            "~*",
            "!~",
            "is not null",
            "between",
            "is true",
            "is false");
    private final KeyGraph graph;
    private final KeyTerms terms;

    Conditions(KeyGraph graph, KeyTerms terms) {
        this.graph = graph;
        this.terms = terms;
    }

    /** What one condition says of single columns. {@code never}: it is true for no row. */
    record Proven(boolean never, Map<Node, ShardKeyPredicate> columns) {
        static final Proven NOTHING = new Proven(false, Map.of());
        static final Proven NEVER = new Proven(true, Map.of());
    }

    /** A column, perhaps behind a cast that keeps it apart from all other values. */
    private record Column(Node node, KeyType as) {}

    /**
     * A conjunct of WHERE, or of the ON of an inner join: true for every row of the block.
     *
     * @param filters whether what is said of the surrounding block's columns holds for its rows too
     * @return false if it is true for no row
     */
    boolean inner(Expr conjunct, Scope scope, EqualityClasses classes, boolean filters) {
        for (Equality equality : equalities(conjunct, scope)) {
            classes.unite(equality.a(), equality.b());
            flow(equality.a(), equality.b(), scope, filters);
            flow(equality.b(), equality.a(), scope, filters);
        }
        Proven proven = proven(conjunct, scope);
        proven.columns().forEach((node, predicate) -> {
            if (scope.isLocal(node) || (filters && scope.isOfParent(node))) {
                graph.constrain(node, predicate);
            }
        });
        return !proven.never();
    }

    /**
     * A conjunct of the ON of an inner join.
     *
     * @param supplied whether the join's rows may be filled with NULLs above: then they equal nothing outside of it
     */
    void innerOn(Expr conjunct, Scope scope, EqualityClasses classes, boolean supplied) {
        if (!supplied) {
            inner(conjunct, scope, classes, false);
            return;
        }
        EqualityClasses local = new EqualityClasses();
        inner(conjunct, scope, local, false);
        for (Equality equality : equalities(conjunct, scope)) {
            if (scope.isLocal(equality.a()) && scope.isLocal(equality.b())) {
                classes.unite(equality.a(), equality.b());
            }
        }
    }

    /** Two columns that an inner join's USING makes equal. */
    void equate(Distributions.Pair pair, EqualityClasses classes) {
        classes.unite(pair.left(), pair.right());
        graph.flows(pair.left(), pair.right());
        graph.flows(pair.right(), pair.left());
    }

    /** Two columns that an outer join's USING makes equal where there is a row to join. */
    void supply(Node preserved, Node supplied) {
        graph.flows(preserved, supplied);
    }

    private void flow(Node from, Node to, Scope scope, boolean filters) {
        if (scope.isLocal(to) || (filters && scope.isOfParent(to))) {
            graph.flows(from, to);
        }
    }

    /**
     * A conjunct of the ON of an outer join: says nothing of the preserved side.
     *
     * @param supplied the side that is filled with NULLs
     * @return its equalities, the supplied side's column on the right
     */
    List<Distributions.Pair> outer(Expr conjunct, Scope scope, Scope supplied, EqualityClasses classes) {
        List<Distributions.Pair> pairs = new ArrayList<>();
        for (Equality equality : equalities(conjunct, scope)) {
            Node a = equality.a();
            Node b = equality.b();
            boolean aSupplied = supplied.isLocal(a);
            boolean bSupplied = supplied.isLocal(b);
            if (aSupplied && bSupplied) {
                classes.unite(a, b);
                graph.flows(a, b);
                graph.flows(b, a);
            } else if (aSupplied) {
                graph.flows(b, a);
                pairs.add(new Distributions.Pair(b, a));
            } else if (bSupplied) {
                graph.flows(a, b);
                pairs.add(new Distributions.Pair(a, b));
            }
        }
        Proven proven = proven(conjunct, scope);
        supplied.items().stream().flatMap(item -> item.columns().stream()).forEach(node -> {
            ShardKeyPredicate predicate = proven.never()
                    ? new ShardKeyPredicate.Nothing()
                    : proven.columns().get(node);
            if (predicate != null) {
                graph.constrain(node, predicate);
            }
        });
        return pairs;
    }

    /** The equalities of a full join's ON, as written. */
    List<Distributions.Pair> full(Expr conjunct, Scope scope, Scope left) {
        return equalities(conjunct, scope).stream()
                .map(e -> left.isLocal(e.a())
                        ? new Distributions.Pair(e.a(), e.b())
                        : new Distributions.Pair(e.b(), e.a()))
                .toList();
    }

    /** The items of FROM whose rows can't be all NULL where the condition is true. */
    static List<Node> nullRejected(Expr conjunct, Scope scope) {
        List<Expr> operands = switch (conjunct) {
            case Expr.Op op when NULL_REJECTING.contains(op.operator()) -> op.operands();
            case Expr.InList in when !in.negated() -> List.of(in.operand());
            case Expr.Quantified q when !q.all() -> List.of(q.operand());
            default -> List.of();
        };
        return operands.stream()
                .map(operand -> operand instanceof Expr.Cast cast ? cast.operand() : operand)
                .flatMap(operand -> operand instanceof Expr.ColumnRef column ? scope.resolve(column).stream() : null)
                .toList();
    }

    private record Equality(Node a, Node b) {}

    private List<Equality> equalities(Expr conjunct, Scope scope) {
        List<Equality> found = new ArrayList<>();
        for (List<Expr> sides : comparedSides(conjunct)) {
            Column a = column(sides.getFirst(), scope);
            Column b = column(sides.getLast(), scope);
            if (a != null && b != null && a.node().comparesWith(b.node())) {
                found.add(new Equality(a.node(), b.node()));
            }
        }
        return found;
    }

    /** {@code a = b} as one pair, {@code (a, b) = (c, d)} as two. */
    private static List<List<Expr>> comparedSides(Expr conjunct) {
        if (!(conjunct instanceof Expr.Op op)
                || !op.operator().equals("=")
                || op.operands().size() != 2) {
            return List.of();
        }
        Expr left = op.operands().getFirst();
        Expr right = op.operands().getLast();
        if (left instanceof Expr.Row l
                && right instanceof Expr.Row r
                && l.items().size() == r.items().size()) {
            List<List<Expr>> pairs = new ArrayList<>();
            for (int i = 0; i < l.items().size(); i++) {
                pairs.add(List.of(l.items().get(i), r.items().get(i)));
            }
            return pairs;
        }
        return List.of(List.of(left, right));
    }

    private Proven proven(Expr condition, Scope scope) {
        return switch (condition) {
            case Expr.Literal literal
            when literal.kind() == Expr.LiteralKind.FALSE || literal.kind() == Expr.LiteralKind.NULL -> Proven.NEVER;
            case Expr.Op op
            when op.operator().equals("and") ->
                all(op.operands().stream().map(o -> proven(o, scope)).toList());
            case Expr.Op op
            when op.operator().equals("or") ->
                any(op.operands().stream().map(o -> proven(o, scope)).toList());
            case Expr.Op op when op.operator().equals("=") -> equals(op, scope);
            case Expr.Op op when op.operator().equals("is not distinct from") -> notDistinct(op, scope);
            case Expr.InList in when !in.negated() -> in(in, scope);
            case Expr.Quantified q when q.operator().equals("=") && !q.all() -> any(q, scope);
            default -> Proven.NOTHING;
        };
    }

    private Proven equals(Expr.Op op, Scope scope) {
        if (op.operands().stream().allMatch(Conditions::isInteger)
                && op.operands().stream().allMatch(Conditions::isSmallInteger)) {
            // 1 = 0, as tools write it
            return op.operands().stream()
                                    .map(o -> ((Expr.Literal) o).value())
                                    .distinct()
                                    .count()
                            == 1
                    ? Proven.NOTHING
                    : Proven.NEVER;
        }
        List<Proven> parts = new ArrayList<>();
        for (List<Expr> sides : comparedSides(op)) {
            parts.add(compared(sides.getFirst(), sides.getLast(), scope));
            parts.add(compared(sides.getLast(), sides.getFirst(), scope));
        }
        return all(parts);
    }

    private static boolean isInteger(Expr expr) {
        return expr instanceof Expr.Literal literal && literal.kind() == Expr.LiteralKind.INTEGER;
    }

    private static boolean isSmallInteger(Expr expr) {
        return expr instanceof Expr.Literal literal && literal.value().matches("0|[1-9][0-9]{0,8}");
    }

    private Proven compared(Expr side, Expr other, Scope scope) {
        Column column = column(side, scope);
        return column == null
                ? Proven.NOTHING
                : terms.of(other, column.as())
                        .map(term -> of(column, ShardKeyPredicate.equalTo(term)))
                        .orElse(Proven.NOTHING);
    }

    private Proven notDistinct(Expr.Op op, Scope scope) {
        Column column = column(op.operands().getFirst(), scope);
        Expr other = op.operands().getLast();
        if (column == null) {
            column = column(other, scope);
            other = op.operands().getFirst();
        }
        if (column == null) {
            return Proven.NOTHING;
        }
        return switch (terms.of(other, column.as()).orElse(new KeyTerm.None())) {
            case KeyTerm.Constant constant -> of(column, ShardKeyPredicate.equalTo(constant));
            case KeyTerm.Parameter p -> of(column, ShardKeyPredicate.equalTo(new KeyTerm.ParameterOrNull(p)));
            default -> Proven.NOTHING;
        };
    }

    private Proven in(Expr.InList in, Scope scope) {
        if (in.operand() instanceof Expr.Row row) {
            return rowIn(row, in.items(), scope);
        }
        Column column = column(in.operand(), scope);
        return column == null
                ? Proven.NOTHING
                : terms.of(in.items(), column.as())
                        .map(predicate -> of(column, predicate))
                        .orElse(Proven.NOTHING);
    }

    /** {@code (a, b) IN ((1, 2), (3, 4))} proves a IN (1, 3) and b IN (2, 4). */
    private Proven rowIn(Expr.Row row, List<Expr> items, Scope scope) {
        List<Proven> parts = new ArrayList<>();
        for (int i = 0; i < row.items().size(); i++) {
            Column column = column(row.items().get(i), scope);
            if (column != null) {
                List<Expr> values = new ArrayList<>();
                for (Expr item : items) {
                    if (item instanceof Expr.Row r
                            && r.items().size() == row.items().size()) {
                        values.add(r.items().get(i));
                    }
                }
                Optional<ShardKeyPredicate> predicate =
                        values.size() == items.size() ? terms.of(values, column.as()) : Optional.empty();
                predicate.ifPresent(p -> parts.add(of(column, p)));
            }
        }
        return all(parts);
    }

    private Proven any(Expr.Quantified quantified, Scope scope) {
        Column column = column(quantified.operand(), scope);
        return column == null
                ? Proven.NOTHING
                : terms.ofArray(quantified.array(), column.as())
                        .map(predicate -> of(column, predicate))
                        .orElse(Proven.NOTHING);
    }

    private Proven of(Column column, ShardKeyPredicate predicate) {
        Map<Node, ShardKeyPredicate> one = new LinkedHashMap<>();
        KeyType type = column.node().type();
        one.put(column.node(), type == null ? predicate : predicate.map(term -> terms.forColumn(term, type)));
        return new Proven(false, one);
    }

    private static Proven all(List<Proven> parts) {
        Map<Node, ShardKeyPredicate> columns = new LinkedHashMap<>();
        for (Proven part : parts) {
            if (part.never()) {
                return Proven.NEVER;
            }
            part.columns()
                    .forEach((node, p) -> columns.merge(node, p, (x, y) -> ShardKeyPredicate.allOf(List.of(x, y))));
        }
        return new Proven(false, columns);
    }

    /** Only columns of which each alternative says something. */
    private static Proven any(List<Proven> alternatives) {
        List<Proven> possible =
                alternatives.stream().filter(part -> !part.never()).toList();
        if (possible.isEmpty()) {
            return Proven.NEVER;
        }
        Map<Node, ShardKeyPredicate> columns = new LinkedHashMap<>();
        for (Node node : possible.getFirst().columns().keySet()) {
            List<ShardKeyPredicate> each = new ArrayList<>();
            possible.forEach(part -> {
                ShardKeyPredicate predicate = part.columns().get(node);
                each.add(predicate == null ? new ShardKeyPredicate.Unconstrained() : predicate);
            });
            columns.put(node, ShardKeyPredicate.anyOf(each));
        }
        return new Proven(false, columns);
    }

    private static @Nullable Column column(Expr expr, Scope scope) {
        Expr plain = expr instanceof Expr.Cast cast ? cast.operand() : expr;
        if (!(plain instanceof Expr.ColumnRef reference)) {
            return null;
        }
        Node node = scope.resolve(reference).orElse(null);
        if (node == null || node.type() == null || !node.comparesWith(node)) {
            return null;
        }
        if (!(expr instanceof Expr.Cast cast)) {
            return new Column(node, node.type());
        }
        KeyType as = KeyTerms.columnCast(cast.type(), node.type());
        return as == null ? null : new Column(node, as);
    }
}
