package dev.colonnade.planner.shape;

import dev.colonnade.planner.ast.Expr;
import dev.colonnade.topology.key.KeyType;
import dev.colonnade.topology.key.ShardKeyValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The literals that a plan's keys come from, and how. A plan is good for other values of these as long as each of them is still a key: with one
 * that isn't (a fraction, a number out of range, text that is no number) something else would have been proven. Not thread-safe.
 */
public final class KeyReadings {
    private final List<Read> all = new ArrayList<>();
    private final Map<Read, Integer> places = new HashMap<>();

    /** One of them. */
    public record Read(Expr.Literal literal, KeyReading reading) {}

    /** In the order of {@link KeyTerm.Constant#reading}. */
    public List<Read> all() {
        return List.copyOf(all);
    }

    Optional<KeyTerm> read(Expr.Literal literal, KeyReading reading) {
        Optional<KeyTerm> term = reading.of(literal.unreadValue());
        return term.map(t -> noted(t, literal, reading)).or(() -> {
            look(literal);
            return Optional.empty();
        });
    }

    /** A term that was made for a cast of a column, as one for the column itself. */
    KeyTerm forColumn(KeyTerm.Constant constant, KeyType column) {
        if (constant.reading() < 0) {
            return KeyReading.converted(constant.value(), column);
        }
        Read read = all.get(constant.reading());
        KeyTerm converted = KeyReading.converted(constant.value(), column);
        return noted(converted, read.literal(), new KeyReading.ForColumn(read.reading(), column));
    }

    private KeyTerm noted(KeyTerm term, Expr.Literal literal, KeyReading reading) {
        if (!(term instanceof KeyTerm.Constant(ShardKeyValue value, int none))) {
            look(literal);
            return term;
        }
        Read read = new Read(literal, reading);
        int index = places.computeIfAbsent(read, r -> {
            all.add(r);
            return all.size() - 1;
        });
        return new KeyTerm.Constant(value, index);
    }

    /** What was made of it holds for this value only. */
    private static void look(Expr.Literal literal) {
        literal.value();
    }
}
