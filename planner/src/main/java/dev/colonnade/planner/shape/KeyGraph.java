package dev.colonnade.planner.shape;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All that a statement proves about the values of columns, over all its blocks.
 *
 * <p>For a column {@code x} let V(x) be its values other than NULL in the rows that can matter to the statement's answer. Each thing added
 * here states an inclusion that is true on its own, so any chain of them is: {@code constrain(x, p)}: V(x) satisfies p; {@code flows(x,
 * y)}: V(y) is part of V(x); {@code union(x, ys)}: V(x) is part of the union of the V(y).
 */
final class KeyGraph {
    private final Map<Node, List<ShardKeyPredicate>> constraints = new LinkedHashMap<>();
    private final Map<Node, List<Node>> sources = new LinkedHashMap<>();
    private final Map<Node, List<Node>> unions = new LinkedHashMap<>();

    void constrain(Node column, ShardKeyPredicate predicate) {
        constraints.computeIfAbsent(column, c -> new ArrayList<>()).add(predicate);
    }

    void flows(Node from, Node to) {
        if (from.comparesWith(to)) {
            sources.computeIfAbsent(to, c -> new ArrayList<>()).add(from);
        }
    }

    void union(Node column, List<Node> parts) {
        if (parts.stream().allMatch(column::comparesWith)) {
            unions.put(column, List.copyOf(parts));
        }
    }

    /** Whether V(part) is part of V(whole), by what is known so far. */
    boolean isPartOf(Node part, Node whole) {
        Set<Node> visited = new HashSet<>();
        List<Node> waiting = new ArrayList<>(List.of(part));
        while (!waiting.isEmpty()) {
            Node next = waiting.removeLast();
            if (next == whole) {
                return true;
            }
            if (visited.add(next)) {
                waiting.addAll(sources.getOrDefault(next, List.of()));
            }
        }
        return false;
    }

    ShardKeyPredicate predicateOf(Node column) {
        return predicateOf(column, new HashSet<>());
    }

    private ShardKeyPredicate predicateOf(Node column, Set<Node> visited) {
        List<ShardKeyPredicate> all = new ArrayList<>();
        List<Node> waiting = new ArrayList<>(List.of(column));
        while (!waiting.isEmpty()) {
            Node next = waiting.removeLast();
            if (visited.add(next)) {
                all.addAll(constraints.getOrDefault(next, List.of()));
                waiting.addAll(sources.getOrDefault(next, List.of()));
                List<Node> parts = unions.getOrDefault(next, List.of());
                if (!parts.isEmpty()) {
                    all.add(ShardKeyPredicate.anyOf(parts.stream()
                            .map(part -> predicateOf(part, new HashSet<>(visited)))
                            .toList()));
                }
            }
        }
        return ShardKeyPredicate.allOf(all);
    }
}
