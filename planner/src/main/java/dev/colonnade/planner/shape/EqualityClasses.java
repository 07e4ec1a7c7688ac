package dev.colonnade.planner.shape;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Columns that are equal, or all NULL, in each row of one block: union-find. */
final class EqualityClasses implements QueryShape.EqualityClassesView {
    private final Map<Node, Node> parents = new LinkedHashMap<>();

    void unite(Node a, Node b) {
        if (a.comparesWith(b)) {
            Node x = representative(a);
            Node y = representative(b);
            if (x != y) {
                parents.put(x, y);
            }
        }
    }

    @Override
    public boolean equal(Node a, Node b) {
        return representative(a) == representative(b);
    }

    boolean equalToAny(Node a, Collection<Node> others) {
        return others.stream().anyMatch(other -> equal(a, other));
    }

    /** All columns that are equal to this one, itself among them. */
    List<Node> members(Node node) {
        Node top = representative(node);
        List<Node> members = new ArrayList<>(List.of(top));
        parents.keySet().stream().filter(n -> representative(n) == top).forEach(members::add);
        return members;
    }

    private Node representative(Node node) {
        Node at = node;
        for (Node parent = parents.get(at); parent != null; parent = parents.get(at)) {
            at = parent;
        }
        return at;
    }
}
