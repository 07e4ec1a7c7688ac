package dev.colonnade.planner.physical;

import dev.colonnade.planner.ast.Expr;
import dev.colonnade.planner.plan.StatementPlan;
import dev.colonnade.planner.shape.KeyReading;
import dev.colonnade.planner.shape.KeyReadings;
import dev.colonnade.planner.shape.KeyTerm;
import dev.colonnade.planner.sql.SqlTokens;
import dev.colonnade.planner.sql.TokenShift;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What it takes for a plan to serve another text with the same fingerprint: planning never looks at a literal without leaving a trace, so
 * the other text would be planned alike step by step if the literals that were looked at are the same, and those that were read as keys are
 * keys again. Immutable.
 */
public final class Reuse {
    private final Reusable plan;
    private final int length;
    private final int[] starts;
    private final int[] ends;
    private final int[] pinned;
    private final String[] pinnedTexts;
    private final int[] keys;
    private final KeyReading[] readings;
    private final boolean[] signed;

    private Reuse(Reusable plan, SqlTokens tokens, List<Integer> pinned, List<KeyReadings.Read> reads) {
        this.plan = plan;
        String text = plan.text();
        length = text.length();
        starts = tokens.starts();
        ends = tokens.ends();
        this.pinned = pinned.stream().mapToInt(Integer::intValue).toArray();
        pinnedTexts =
                pinned.stream().map(i -> text.substring(starts[i], ends[i])).toArray(String[]::new);
        keys = new int[reads.size()];
        readings = new KeyReading[keys.length];
        signed = new boolean[keys.length];
        for (int i = 0; i < keys.length; i++) {
            Expr.Literal literal = reads.get(i).literal();
            keys[i] = tokens.endingAt(literal.span());
            readings[i] = reads.get(i).reading();
            signed[i] = literal.span().start() != starts[keys[i]];
        }
    }

    /**
     * Of a plan that was just made for this text.
     *
     * @param literals all in the statement's tree
     * @param reads those that keys were read from
     * @return null where it serves no other text
     */
    static @Nullable Reuse of(
            StatementPlan plan, SqlTokens tokens, List<Expr.Literal> literals, List<KeyReadings.Read> reads) {
        if (!(plan instanceof Reusable reusable) || !isSound(tokens, literals)) {
            return null;
        }
        Reuse reuse = new Reuse(reusable, tokens, pinned(tokens, literals), reads);
        return reuse.servesItself(tokens) ? reuse : null;
    }

    /** Whether all places in the plan are at tokens. */
    private boolean servesItself(SqlTokens tokens) {
        try {
            at(plan.text(), tokens);
            return true;
        } catch (UnsharedException staged) {
            return !((plan instanceof RoutedPlan routed) && routed.isOpen());
        } catch (TokenShift.NoSuchPlaceException somewhereElse) {
            return false;
        }
    }

    /** Each literal of the tree is one token, perhaps with a sign before it. */
    private static boolean isSound(SqlTokens tokens, List<Expr.Literal> literals) {
        for (Expr.Literal literal : literals) {
            int token = tokens.endingAt(literal.span());
            boolean alone = token >= 0 && tokens.start(token) == literal.span().start();
            boolean signed =
                    token > 0 && tokens.start(token - 1) == literal.span().start();
            if (!alone && !signed) {
                return false;
            }
        }
        return true;
    }

    /** The tokens whose texts must be the same: literals that were looked at, and those that the tree doesn't have as such. */
    private static List<Integer> pinned(SqlTokens tokens, List<Expr.Literal> literals) {
        boolean[] free = new boolean[tokens.count()];
        for (Expr.Literal literal : literals) {
            free[tokens.endingAt(literal.span())] = true;
        }
        for (Expr.Literal literal : literals) {
            if (literal.isRead()) {
                free[tokens.endingAt(literal.span())] = false;
            }
        }
        List<Integer> pinned = new ArrayList<>();
        for (int i = 0; i < free.length; i++) {
            if (!free[i] && tokens.isLiteral(i)) {
                pinned.add(i);
            }
        }
        return pinned;
    }

    /**
     * The plan for another text.
     *
     * @param tokens of {@code text}, which has the fingerprint of the text that was planned
     * @return null where it may be another one: the text has to be planned
     * @throws UnsharedException likewise
     * @throws dev.colonnade.planner.plan.PlanningException where the text is refused
     */
    public @Nullable StatementPlan at(String text, SqlTokens tokens) {
        if (tokens.count() != starts.length) {
            throw new IllegalArgumentException("tokens: " + tokens.count() + " (expected: " + starts.length + ")");
        }
        for (int i = 0; i < pinned.length; i++) {
            int token = pinned[i];
            int start = tokens.start(token);
            if (tokens.end(token) - start != pinnedTexts[i].length() || !text.startsWith(pinnedTexts[i], start)) {
                return null;
            }
        }
        KeyTerm.Constant[] values = new KeyTerm.Constant[keys.length];
        for (int i = 0; i < keys.length; i++) {
            String value = tokens.value(keys[i]);
            Optional<KeyTerm> term = readings[i].of(signed[i] ? "-" + value : value);
            if (term.isEmpty() || !(term.get() instanceof KeyTerm.Constant constant)) {
                return null;
            }
            values[i] = new KeyTerm.Constant(constant.value(), i);
        }
        return plan.at(new Sibling(new TokenShift(length, starts, ends, text, tokens), Arrays.asList(values)));
    }

    /** About how much memory it takes, in bytes. */
    public int bytes() {
        int bytes = 400 + 8 * starts.length + 80 * keys.length + 2 * length;
        for (String pin : pinnedTexts) {
            bytes += 60 + pin.length();
        }
        return bytes + plan.bytes();
    }
}
