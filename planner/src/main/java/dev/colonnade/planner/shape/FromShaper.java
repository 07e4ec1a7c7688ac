package dev.colonnade.planner.shape;

import dev.colonnade.planner.ast.Expr;
import dev.colonnade.planner.ast.Query;
import dev.colonnade.planner.ast.Statement;
import dev.colonnade.planner.plan.PlanningException;
import dev.colonnade.planner.plan.RefusalCode;
import dev.colonnade.planner.refusal.Refusals;
import dev.colonnade.planner.shape.Distribution.Everywhere;
import dev.colonnade.planner.shape.Distribution.Partitioned;
import dev.colonnade.planner.shape.Distribution.Unproven;
import dev.colonnade.planner.shape.Distributions.Pair;
import dev.colonnade.topology.Colo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns FROM into range items and joins. */
final class FromShaper {
    private final Shaping shaping;
    private final QueryShaper queries;

    FromShaper(Shaping shaping, QueryShaper queries) {
        this.shaping = shaping;
        this.queries = queries;
    }

    /**
     * A FROM clause.
     *
     * @param expressions those of outer joins' ON and of functions, in which subqueries may stand
     */
    record Result(List<FromTree> trees, Scope scope, List<Expr> expressions) {}

    /** What is being built for one FROM clause. */
    private record Building(Surroundings around, EqualityClasses classes, List<Expr> expressions) {}

    Result shape(List<Query.From> from, Surroundings around, EqualityClasses classes) {
        Building building = new Building(around, classes, new ArrayList<>());
        List<FromTree> trees = new ArrayList<>();
        Scope scope = Scope.EMPTY.within(around.outer());
        for (Query.From item : from) {
            FromTree tree = tree(item, scope, building);
            trees.add(tree);
            scope = scope.and(tree.scope());
        }
        return new Result(trees, scope, building.expressions());
    }

    /** One more tree, to the left of the others: the target of UPDATE or DELETE. */
    Result withTarget(RangeItem target, Query.Table table, Result others, @Nullable Scope outer) {
        FromTree.Leaf leaf = leaf(target, outer, table);
        List<FromTree> trees = new ArrayList<>(List.of(leaf));
        trees.addAll(others.trees());
        return new Result(trees, leaf.scope().and(others.scope()), others.expressions());
    }

    /** @param left what LATERAL can see */
    private FromTree tree(Query.From from, Scope left, Building building) {
        Scope outer = building.around().outer() == null
                ? Scope.EMPTY
                : building.around().outer();
        return switch (from) {
            case Query.Table table -> {
                building.expressions().addAll(table.sampleArguments());
                yield leaf(table(table, building).renamed(table.columnAliases()), outer, from);
            }
            case Query.Derived derived -> leaf(derived(derived, left, building), outer, from);
            case Query.Function function -> {
                building.expressions().addAll(function.calls());
                yield leaf(function(function), outer, from);
            }
            case Query.Join join -> join(join, left, building);
        };
    }

    private static FromTree.Leaf leaf(RangeItem item, @Nullable Scope outer, Query.From from) {
        return new FromTree.Leaf(item, new Scope(List.of(item), Map.of(), outer), from.span());
    }

    private FromTree join(Query.Join join, Scope left, Building building) {
        FromTree l = tree(join.left(), left, building);
        FromTree r = tree(join.right(), left.and(l.scope()), building);
        if (join.on() != null) {
            building.expressions().add(join.on());
        }
        Scope scope = l.scope().and(r.scope());
        List<Pair> using = new ArrayList<>();
        for (String name : merged(join, l.scope(), r.scope())) {
            Optional<Node> a = column(name, l.scope());
            Optional<Node> b = column(name, r.scope());
            if (a.isPresent() && b.isPresent()) {
                scope = scope.withMerged(name, merged(join.kind(), a.get(), b.get()));
                if (a.get().comparesWith(b.get())) {
                    using.add(new Pair(a.get(), b.get()));
                }
            }
        }
        if (join.alias() != null) {
            boolean renamed = !join.columnAliases().isEmpty() || scope.hasMergedColumns();
            scope = renamed
                    ? renamed(
                            join.alias(),
                            join.columnAliases(),
                            building.around().outer())
                    : hidden(join.alias(), scope, building.around().outer());
        }
        return new FromTree.Joined(join, l, r, using, scope);
    }

    private static List<String> merged(Query.Join join, Scope left, Scope right) {
        if (!join.natural()) {
            return join.using();
        }
        List<String> names = new ArrayList<>();
        for (RangeItem item : left.items()) {
            for (String name : item.columnNames()) {
                if (right.items().stream().anyMatch(other -> other.column(name).isPresent())) {
                    names.add(name);
                }
            }
        }
        return names;
    }

    private static Optional<Node> column(String name, Scope scope) {
        return scope.within(null).resolve(new Expr.ColumnRef(new dev.colonnade.planner.ast.Span(0, 0), List.of(name)));
    }

    /** The one column that USING makes of two. */
    private Node merged(Query.JoinKind kind, Node left, Node right) {
        return switch (kind) {
            case INNER, CROSS, LEFT -> left;
            case RIGHT -> right;
            case FULL -> {
                Node both = new Node(left.name(), left.type(), left.valueType().or(right.valueType()));
                shaping.graph.flows(both, left);
                shaping.graph.flows(both, right);
                yield both;
            }
        };
    }

    /** {@code (a JOIN b ON ...) AS j}: only j's columns are in sight. */
    private static Scope hidden(String alias, Scope scope, @Nullable Scope outer) {
        Map<String, Node> columns = new LinkedHashMap<>();
        List<String> twice = new ArrayList<>();
        boolean complete = true;
        for (RangeItem item : scope.items()) {
            complete &= item.complete();
            for (int i = 0; i < item.columns().size(); i++) {
                String name = item.columnNames().get(i);
                if (columns.put(name, item.columns().get(i)) != null) {
                    twice.add(name);
                }
            }
        }
        twice.forEach(columns::remove);
        RangeItem item = new RangeItem(alias, null, true, columns, complete && twice.isEmpty(), new Everywhere());
        return new Scope(List.of(item), Map.of(), outer);
    }

    /** {@code (a JOIN b USING (...)) AS j (x, y)}: which column is which isn't worked out, so none is a known one. */
    private static Scope renamed(String alias, List<String> names, @Nullable Scope outer) {
        Map<String, Node> columns = new LinkedHashMap<>();
        names.forEach(name -> columns.put(name, new Node(name, null, Node.ValueType.UNKNOWN)));
        RangeItem item = new RangeItem(alias, null, true, columns, false, new Everywhere());
        return new Scope(List.of(item), Map.of(), outer);
    }

    private RangeItem table(Query.Table table, Building building) {
        CteEnvironment.Definition definition = table.name().size() == 1
                ? building.around().ctes().find(table.name().getFirst())
                : null;
        return switch (definition) {
            case null -> shaping.occurrence(shaping.relations.resolve(table.name()), table.alias(), table.span());
            case CteEnvironment.Itself(RangeItem item) ->
                new RangeItem(qualifier(table), null, true, byName(item), item.complete(), new Everywhere());
            case CteEnvironment.Common common -> common(common, table);
            case CteEnvironment.Later later -> throw laterReference(table);
        };
    }

    private static PlanningException laterReference(Query.Table table) {
        return Refusals.refuse(
                table.span(),
                RefusalCode.CTE,
                "cannot follow a reference to a WITH query that isn't defined before it",
                "WITH RECURSIVE puts \"" + table.name().getFirst() + "\" in sight of all queries of its list.",
                "Define the queries in the order in which they refer to each other.");
    }

    private static String qualifier(Query.Table table) {
        return table.alias() == null ? table.name().getLast() : table.alias();
    }

    private static Map<String, Node> byName(RangeItem item) {
        Map<String, Node> columns = new LinkedHashMap<>();
        for (int i = 0; i < item.columns().size(); i++) {
            columns.put(item.columnNames().get(i), item.columns().get(i));
        }
        return columns;
    }

    private RangeItem common(CteEnvironment.Common common, Query.Table table) {
        String qualifier = qualifier(table);
        if (!(common.cte().statement() instanceof Statement.Select select)) {
            // its rows are where its target is; the statement runs on one database or not at all
            return new RangeItem(qualifier, null, true, Map.of(), false, new Everywhere());
        }
        if (common.recursive() && select.query().body() instanceof Query.SetOperation operation) {
            return recursive(common, select.query(), operation, qualifier);
        }
        // worked out once for the whole statement, whatever row it is read for
        QueryShape shape = queries.shape(select.query(), Surroundings.of(common.outer(), common.environment(), null));
        return relation(qualifier, shape, common.cte().columns());
    }

    /** The arms of a recursive query see each other's rows, so nothing that the outside asks for may narrow them. */
    private RangeItem recursive(
            CteEnvironment.Common common, Query query, Query.SetOperation operation, String qualifier) {
        Surroundings around = Surroundings.of(common.outer(), common.environment(), null);
        QueryShape start = queries.shape(operation.left(), around);
        Map<String, Node> columns = new LinkedHashMap<>();
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; start.columnsKnown() && i < start.columns().size(); i++) {
            Node from = start.columns().get(i).node();
            String name = i < common.cte().columns().size()
                    ? common.cte().columns().get(i)
                    : start.columns().get(i).name();
            Node node = from == null
                    ? new Node(name, null, Node.ValueType.UNKNOWN)
                    : new Node(name, from.type(), from.valueType());
            nodes.add(node);
            columns.put(name, node);
        }
        // inside, SEARCH and CYCLE haven't added their columns yet
        RangeItem itself = new RangeItem(qualifier, null, true, columns, start.columnsKnown(), new Everywhere());
        CteEnvironment inside = common.environment().with(common.cte().name(), new CteEnvironment.Itself(itself));
        QueryShape step = queries.shape(operation.right(), Surroundings.of(common.outer(), inside, null));
        boolean aligned = step.columnsKnown() && step.columns().size() == nodes.size();
        for (int i = 0; aligned && i < nodes.size(); i++) {
            Node first = start.columns().get(i).node();
            Node next = step.columns().get(i).node();
            if (first != null && next != null && shaping.graph.isPartOf(next, nodes.get(i))) {
                shaping.graph.union(nodes.get(i), List.of(first));
            }
        }
        Distribution rows = Distributions.inner(start.rows(), step.rows(), new EqualityClasses(), query.span());
        boolean spread = start.rows() instanceof Partitioned || step.rows() instanceof Partitioned;
        boolean complete = start.columnsKnown() && !common.cte().searched();
        return new RangeItem(qualifier, null, true, columns, complete, spread ? recursiveRefusal(query) : rows);
    }

    private static Unproven recursiveRefusal(Query query) {
        return new Unproven(Refusals.at(
                query.span(),
                RefusalCode.CTE,
                "cannot work out a recursive query over several databases",
                "Each step may find its rows on any database.",
                "Give a value for the shard key in both arms."));
    }

    private RangeItem derived(Query.Derived derived, Scope left, Building building) {
        Surroundings around = building.around();
        Surroundings inside = derived.lateral()
                ? Surroundings.of(left, around.ctes(), lateralPlace(left, building))
                : Surroundings.of(around.outer(), around.ctes(), around.place());
        QueryShape shape = queries.shape(derived.query(), inside);
        return relation(derived.alias(), shape, derived.columnAliases());
    }

    /** The rows to the left of LATERAL, if they are spread by a key. Whether they are colocated with each other is checked with the joins. */
    private static @Nullable Place lateralPlace(Scope left, Building building) {
        Place around = building.around().place();
        List<Partitioned> spread = left.items().stream()
                .flatMap(item -> item.distribution() instanceof Partitioned p ? java.util.stream.Stream.of(p) : null)
                .toList();
        if (spread.isEmpty()) {
            return around;
        }
        Colo colo = spread.getFirst().colo();
        List<Set<Node>> carriers = new ArrayList<>();
        for (int key = 0; key < colo.keyTypes().size(); key++) {
            Set<Node> nodes = new LinkedHashSet<>();
            for (Partitioned rows : spread) {
                if (rows.colo().equals(colo)) {
                    nodes.addAll(rows.carriers().get(key));
                }
            }
            carriers.add(nodes);
        }
        return new Place(colo, carriers, building.classes(), null);
    }

    /** A query's result as an item of FROM. */
    private RangeItem relation(@Nullable String qualifier, QueryShape shape, List<String> names) {
        Map<String, Node> columns = new LinkedHashMap<>();
        Map<Node, List<Node>> outside = new LinkedHashMap<>();
        boolean complete = shape.columnsKnown();
        for (int i = 0; i < shape.columns().size(); i++) {
            OutputColumn column = shape.columns().get(i);
            String name = complete && i < names.size() ? names.get(i) : column.name();
            Node node = outside(name, column);
            if (column.node() != null) {
                outside.computeIfAbsent(column.node(), n -> new ArrayList<>()).add(node);
            }
            if (columns.put(name, node) != null) {
                complete = false;
            }
        }
        return new RangeItem(qualifier, null, true, columns, complete, outside(shape.rows(), outside));
    }

    private Node outside(String name, OutputColumn column) {
        Node inside = column.node();
        if (inside == null) {
            return new Node(name, null, Node.ValueType.UNKNOWN);
        }
        Node node = new Node(name, inside.type(), inside.valueType());
        shaping.graph.flows(inside, node);
        if (column.open()) {
            shaping.graph.flows(node, inside);
        }
        return node;
    }

    private static Distribution outside(Distribution inside, Map<Node, List<Node>> columns) {
        return inside instanceof Partitioned rows
                ? new Partitioned(
                        rows.colo(), outside(rows.carriers(), columns), outside(rows.certain(), columns), rows.tables())
                : inside;
    }

    private static List<Set<Node>> outside(List<Set<Node>> carriers, Map<Node, List<Node>> columns) {
        List<Set<Node>> all = new ArrayList<>();
        for (Set<Node> key : carriers) {
            Set<Node> nodes = new LinkedHashSet<>();
            key.forEach(node -> nodes.addAll(columns.getOrDefault(node, List.of())));
            all.add(nodes);
        }
        return all;
    }

    private static RangeItem function(Query.Function function) {
        Map<String, Node> columns = new LinkedHashMap<>();
        List<String> names = function.columnAliases().isEmpty() && function.alias() != null
                ? List.of(function.alias())
                : function.columnAliases();
        names.forEach(name -> columns.put(name, new Node(name, null, Node.ValueType.UNKNOWN)));
        String qualifier = function.alias();
        if (qualifier == null
                && function.calls().size() == 1
                && function.calls().getFirst() instanceof Expr.Call call) {
            qualifier = call.simpleName();
        }
        return new RangeItem(qualifier, null, true, columns, false, new Everywhere());
    }
}
