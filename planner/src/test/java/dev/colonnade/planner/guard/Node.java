package dev.colonnade.planner.guard;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement or a part of it in the form in which two readings are compared: a label that says all but the parts.
 *
 * @param position UTF-16 offset of its first character; -1 where it isn't told or isn't comparable
 */
record Node(String label, int position, List<Node> children) {
    Node {
        children = List.copyOf(children);
    }

    static Node of(String label, Node... children) {
        return new Node(label, -1, List.of(children));
    }

    static Node of(String label, List<Node> children) {
        return new Node(label, -1, children);
    }

    static Node leaf(String label, int position) {
        return new Node(label, position, List.of());
    }

    /** With children added behind a name, or nothing where there are none. */
    static void addList(List<Node> to, String label, List<Node> children) {
        if (!children.isEmpty()) {
            to.add(of(label, children));
        }
    }

    static void addOne(List<Node> to, String label, @Nullable Node child) {
        if (child != null) {
            to.add(of(label, child));
        }
    }

    /** AND and OR, nested or not, as one. */
    static Node connective(String label, List<Node> operands) {
        List<Node> flat = new ArrayList<>();
        for (Node operand : operands) {
            if (operand.label.equals(label)) {
                flat.addAll(operand.children);
            } else {
                flat.add(operand);
            }
        }
        return of(label, flat);
    }

    /** The same without positions. */
    Node anywhere() {
        return of(label, children.stream().map(Node::anywhere).toList());
    }

    /** The first place where the two differ, in words; null where they don't. */
    static @Nullable String difference(Node ours, Node theirs) {
        if (!ours.label.equals(theirs.label) || ours.children.size() != theirs.children.size()) {
            return "ours: " + ours + "\n  theirs: " + theirs;
        }
        if (ours.position >= 0 && theirs.position >= 0 && ours.position != theirs.position) {
            return ours.label + ": ours at " + ours.position + ", theirs at " + theirs.position;
        }
        for (int i = 0; i < ours.children.size(); i++) {
            String found = difference(ours.children.get(i), theirs.children.get(i));
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        print(out);
        return out.toString();
    }

    private void print(StringBuilder out) {
        out.append(label);
        if (!children.isEmpty()) {
            out.append('(');
            for (int i = 0; i < children.size(); i++) {
                out.append(i == 0 ? "" : ", ");
                children.get(i).print(out);
            }
            out.append(')');
        }
    }
}
