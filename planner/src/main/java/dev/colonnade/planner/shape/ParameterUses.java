package dev.colonnade.planner.shape;

import dev.colonnade.planner.ast.Expr;
import dev.colonnade.topology.key.KeyType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Where Parse gives a parameter no type, PostgreSQL takes it from the first use that it analyses. We know that type only if all uses of
 * the parameter suggest the same.
 */
final class ParameterUses {
    private final Map<Integer, Integer> uses = new HashMap<>();
    private final Map<Integer, Map<KeyType, Set<Integer>>> typed = new HashMap<>();

    ParameterUses(AstNodes nodes) {
        for (Expr expr : nodes.exprs()) {
            if (expr instanceof Expr.Param param) {
                uses.merge(param.number(), 1, Integer::sum);
            }
        }
    }

    /** This use would give the parameter this type. */
    void note(Expr.Param use, KeyType type) {
        typed.computeIfAbsent(use.number(), n -> new HashMap<>())
                .computeIfAbsent(family(type), t -> new HashSet<>())
                .add(use.span().start());
    }

    /** Whether all uses of parameter {@code number} (from 1) have been noted with this type. */
    boolean proven(int number, KeyType type) {
        Set<Integer> places = typed.getOrDefault(number, Map.of()).getOrDefault(family(type), Set.of());
        return places.size() == uses.getOrDefault(number, 0);
    }

    /** Integers of all widths are one: a value in binary format says its width itself. */
    private static KeyType family(KeyType type) {
        return type.isInteger() ? KeyType.INT8 : type;
    }
}
