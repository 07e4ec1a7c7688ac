package dev.colonnade.grammar;

import dev.colonnade.grammar.parser.ParseException;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * Collects the operands and operators of one expression in order and makes a tree of them by PostgreSQL's precedence (the manual's
 * chapter "Operator Precedence"). AND and OR chains become one node each. Used for one expression by one thread.
 */
public final class OperatorTree {
    private static final int OR = 1;
    private static final int AND = 2;
    private static final int NOT = 3;
    private static final int IS = 4;
    private static final int COMPARISON = 5;
    private static final int MATCHING = 6;
    private static final int OTHER = 8;
    private static final int ADDITION = 9;
    private static final int MULTIPLICATION = 10;
    private static final int POWER = 11;
    private static final int TIME_ZONE = 12;
    private static final int COLLATION = 13;
    private static final int SIGN = 14;

    private final List<Item> items = new ArrayList<>(4);
    private int next;
    private SqlParserPos outer = SqlParserPos.ZERO;

    private sealed interface Item {}

    /** {@code outer} is the node's place with the parentheses around it. */
    private record Operand(SqlNode node, SqlParserPos outer) implements Item {}

    private record Prefix(String name, SqlParserPos position, int precedence) implements Item {}

    private record Infix(String name, SqlParserPos position, int precedence) implements Item {}

    /** An operator that has all it needs but its left operand. */
    private record Postfix(SqlParserPos position, int precedence, Completion completion) implements Item {}

    private interface Completion {
        SqlNode apply(SqlParserPos position, SqlNode operand);
    }

    public void operand(SqlNode node, SqlParserPos nodeOuter) {
        items.add(new Operand(node, nodeOuter));
    }

    public void prefix(String name, SqlParserPos position) {
        int precedence = switch (name) {
            case "not" -> NOT;
            case "+", "-" -> SIGN;
            default -> OTHER + 1;
        };
        items.add(new Prefix(name, position, precedence));
    }

    public void infix(String name, SqlParserPos position) {
        items.add(new Infix(name, position, precedence(name)));
    }

    /** An operator symbol; written as OPERATOR(...) all symbols bind alike. */
    public void infixSymbol(String name, boolean qualified, SqlParserPos position) {
        items.add(new Infix(name, position, qualified ? OTHER : precedence(name)));
    }

    public void postfix(String name, SqlParserPos position) {
        int precedence = name.equals("at local") ? TIME_ZONE : IS;
        items.add(new Postfix(position, precedence, (p, x) -> new PgOperation(p, name, List.of(x))));
    }

    public void in(boolean negated, SqlNodeList list, SqlParserPos position) {
        items.add(new Postfix(position, MATCHING, (p, x) -> new PgIn(p, x, negated, list)));
    }

    public void quantified(String name, boolean all, SqlNode right, SqlParserPos position) {
        int precedence = name.contains("like") || name.contains("similar") ? MATCHING : OTHER;
        items.add(new Postfix(position, precedence, (p, x) -> new PgQuantified(p, x, name, all, right)));
    }

    public void collate(SqlIdentifier collation, SqlParserPos position) {
        items.add(new Postfix(position, COLLATION, (p, x) -> new PgCollate(p, x, collation)));
    }

    /** The whole expression. */
    public SqlNode toNode() throws ParseException {
        Operand whole = parse(0);
        if (next < items.size()) {
            throw new ParseException("operator out of place");
        }
        outer = whole.outer;
        return whole.node;
    }

    /** Where the whole expression stands, with the parentheses around it; known behind {@link #toNode}. */
    public SqlParserPos outer() {
        return outer;
    }

    private Operand parse(int lowest) throws ParseException {
        Operand left = first();
        int nonAssociative = -1;
        while (true) {
            Item item = peek();
            if (item instanceof Postfix postfix && postfix.precedence >= lowest) {
                next++;
                SqlParserPos position = Positions.cover(left.outer, postfix.position);
                left = operand(postfix.completion.apply(position, left.node));
                nonAssociative = -1;
            } else if (item instanceof Infix infix && infix.precedence >= lowest) {
                if (infix.precedence == nonAssociative) {
                    throw new ParseException("operators " + infix.name + " can't be chained");
                }
                next++;
                left = complete(left, infix);
                nonAssociative = infix.precedence == COMPARISON || infix.precedence == MATCHING ? infix.precedence : -1;
            } else {
                return left;
            }
        }
    }

    private Operand first() throws ParseException {
        Item item = peek();
        next++;
        if (item instanceof Prefix prefix) {
            Operand operand = parse(prefix.precedence);
            SqlParserPos position = Positions.cover(prefix.position, operand.outer);
            return operand(new PgOperation(position, prefix.name, List.of(operand.node)));
        }
        if (item instanceof Operand operand) {
            return operand;
        }
        throw new ParseException("operand expected");
    }

    private Operand complete(Operand left, Infix infix) throws ParseException {
        List<SqlNode> operands = new ArrayList<>(2);
        operands.add(left.node);
        Operand last;
        if (infix.precedence == AND || infix.precedence == OR) {
            last = parse(infix.precedence + 1);
            operands.add(last.node);
            while (peek() instanceof Infix more && more.precedence == infix.precedence) {
                next++;
                last = parse(infix.precedence + 1);
                operands.add(last.node);
            }
        } else if (infix.name.endsWith("between") || infix.name.endsWith("symmetric")) {
            Operand low = parse(COMPARISON);
            if (!(peek() instanceof Infix and) || and.precedence != AND) {
                throw new ParseException("expected AND");
            }
            next++;
            last = parse(MATCHING + 1);
            operands.add(low.node);
            operands.add(last.node);
        } else {
            last = parse(infix.precedence + 1);
            operands.add(last.node);
            if (infix.precedence == MATCHING && peek() instanceof Infix escape && escape.name.equals("escape")) {
                next++;
                last = parse(MATCHING + 1);
                operands.add(last.node);
            }
        }
        return operand(new PgOperation(Positions.cover(left.outer, last.outer), infix.name, operands));
    }

    private @Nullable Item peek() {
        return next < items.size() ? items.get(next) : null;
    }

    private static Operand operand(SqlNode node) {
        return new Operand(node, node.getParserPosition());
    }

    private static int precedence(String name) {
        return switch (name) {
            case "or" -> OR;
            case "and" -> AND;
            case "is distinct from", "is not distinct from" -> IS;
            case "=", "<", ">", "<=", ">=", "<>" -> COMPARISON;
            case "between", "not between", "between symmetric", "not between symmetric" -> MATCHING;
            case "like", "not like", "ilike", "not ilike", "similar to", "not similar to", "escape" -> MATCHING;
            case "+", "-" -> ADDITION;
            case "*", "/", "%" -> MULTIPLICATION;
            case "^" -> POWER;
            case "at time zone" -> TIME_ZONE;
            default -> OTHER;
        };
    }
}
