package dev.colonnade.planner.shape;

import dev.colonnade.planner.ast.Expr;
import dev.colonnade.topology.key.KeyType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * From an expression that a column is compared with to the value that PostgreSQL would compare with, or empty where that can't be proven: a
 * floating-point operand turns an integer's equality into another one, a cast with a modifier cuts, a function may do anything.
 */
public final class KeyTerms {
    private static final Set<String> BYTEWISE_COLLATIONS = Set.of("C", "POSIX", "default", "ucs_basic", "pg_c_utf8");
    private final ParameterUses uses;
    private final KeyReadings readings;

    KeyTerms(ParameterUses uses, KeyReadings readings) {
        this.uses = uses;
        this.readings = readings;
    }

    /** {@code column = expr}. */
    Optional<KeyTerm> of(Expr expr, KeyType column) {
        return switch (expr) {
            case Expr.Literal literal -> literal(literal, column);
            case Expr.Param param -> parameter(param, column, column);
            case Expr.Cast cast -> cast(cast, column);
            case Expr.Op op when op.operands().size() == 1 -> signed(op, column);
            case Expr.Collate collate
            when BYTEWISE_COLLATIONS.contains(collate.collation().getLast()) -> of(collate.operand(), column);
            default -> Optional.empty();
        };
    }

    /** What a column holds when {@code expr} is assigned to it; unlike a comparison that rounds. */
    Optional<KeyTerm> ofAssigned(Expr expr, KeyType column) {
        Optional<KeyTerm> term = of(expr, column);
        return term.filter(t -> isNull(expr) || !(t instanceof KeyTerm.None));
    }

    private static boolean isNull(Expr expr) {
        return switch (expr) {
            case Expr.Literal literal -> literal.kind() == Expr.LiteralKind.NULL;
            case Expr.Cast cast -> isNull(cast.operand());
            default -> false;
        };
    }

    /** {@code column IN (items)}: all or none, since one operand of another type changes the comparison of all. */
    Optional<ShardKeyPredicate> of(List<Expr> items, KeyType column) {
        List<KeyTerm> terms = new ArrayList<>();
        for (Expr item : items) {
            Optional<KeyTerm> term = of(item, column);
            if (term.isEmpty()) {
                return Optional.empty();
            }
            terms.add(term.get());
        }
        return Optional.of(ShardKeyPredicate.in(terms));
    }

    /** {@code column = ANY (array)}. */
    Optional<ShardKeyPredicate> ofArray(Expr array, KeyType column) {
        return switch (array) {
            case Expr.ArrayItems items -> of(items.items(), column);
            case Expr.Param param -> Optional.of(parameterArray(param, column, column));
            case Expr.Literal literal
            when literal.kind() == Expr.LiteralKind.STRING -> arrayText(literal.value(), column, column);
            case Expr.Cast cast when cast.type().endsWith("[]") -> castArray(cast, column);
            default -> Optional.empty();
        };
    }

    private Optional<ShardKeyPredicate> castArray(Expr.Cast cast, KeyType column) {
        String element = cast.type().substring(0, cast.type().length() - 2);
        KeyType type = castType(element, column);
        if (type == null) {
            return Optional.empty();
        }
        return switch (cast.operand()) {
            case Expr.ArrayItems items -> {
                List<Expr> typed = new ArrayList<>();
                items.items().forEach(item -> typed.add(new Expr.Cast(item.span(), item, element)));
                yield of(typed, column);
            }
            case Expr.Param param -> Optional.of(parameterArray(param, column, type));
            case Expr.Literal literal
            when literal.kind() == Expr.LiteralKind.STRING -> arrayText(literal.value(), column, type);
            default -> Optional.empty();
        };
    }

    private Optional<ShardKeyPredicate> arrayText(String text, KeyType column, KeyType type) {
        Optional<List<@Nullable String>> elements = ArrayText.parse(text);
        if (elements.isEmpty()) {
            return Optional.empty();
        }
        List<KeyTerm> terms = new ArrayList<>();
        for (String element : elements.get()) {
            Optional<KeyTerm> term =
                    element == null ? Optional.of(new KeyTerm.None()) : new KeyReading.OfText(type, column).of(element);
            if (term.isEmpty()) {
                return Optional.empty();
            }
            terms.add(term.get());
        }
        return Optional.of(ShardKeyPredicate.in(terms));
    }

    private Optional<KeyTerm> parameter(Expr.Param param, KeyType column, KeyType type) {
        uses.note(param, type);
        return Optional.of(new KeyTerm.Parameter(param.number() - 1, column, type, false));
    }

    private ShardKeyPredicate parameterArray(Expr.Param param, KeyType column, KeyType type) {
        uses.note(param, type);
        return ShardKeyPredicate.equalTo(new KeyTerm.ParameterArray(param.number() - 1, column, type, false));
    }

    private Optional<KeyTerm> cast(Expr.Cast cast, KeyType column) {
        KeyType type = castType(cast.type(), column);
        if (type == null) {
            return Optional.empty();
        }
        return switch (cast.operand()) {
            case Expr.Param param -> parameter(param, column, type);
            case Expr.Literal literal
            when literal.kind() == Expr.LiteralKind.STRING ->
                readings.read(literal, new KeyReading.OfText(type, column));
            case Expr.Literal literal when literal.kind() == Expr.LiteralKind.NULL -> Optional.of(new KeyTerm.None());
            case Expr.Literal literal when isNumber(literal) -> number(literal, false, column, type);
            case Expr.Op op
            when op.operands().size() == 1 && !type.equals(KeyType.TEXT) ->
                signed(
                        new Expr.Op(
                                op.span(),
                                op.operator(),
                                List.of(new Expr.Cast(op.span(), op.operands().getFirst(), cast.type()))),
                        column);
            default -> Optional.empty();
        };
    }

    /** The type of a cast of a column if different keys stay different in it; null otherwise: {@code numeric::int} makes one of 4.6 and 5. */
    static @Nullable KeyType columnCast(String name, KeyType column) {
        KeyType type = castType(name, column);
        return column == KeyType.NUMERIC && type != KeyType.NUMERIC ? null : type;
    }

    /** The cast's type if comparing a value of it with the column is an equality of keys; null otherwise. */
    static @Nullable KeyType castType(String name, KeyType column) {
        if (name.indexOf('(') >= 0 || name.equals("char") || name.equals("character")) {
            return null;
        }
        KeyType type = KeyType.ofTypeName(name).orElse(null);
        if (type == null) {
            return null;
        }
        boolean comparable = switch (column) {
            case INT2, INT4, INT8, NUMERIC -> type.isInteger() || type == KeyType.NUMERIC;
            case TEXT -> type == KeyType.TEXT;
            case BPCHAR -> type == KeyType.TEXT || type == KeyType.BPCHAR;
            case UUID, DATE -> type == column;
        };
        return comparable ? type : null;
    }

    private Optional<KeyTerm> literal(Expr.Literal literal, KeyType column) {
        return switch (literal.kind()) {
            case NULL -> Optional.of(new KeyTerm.None());
            case STRING -> readings.read(literal, new KeyReading.OfText(column, column));
            case INTEGER, NUMERIC -> number(literal, false, column, KeyType.NUMERIC);
            case BIT_STRING, TRUE, FALSE -> Optional.empty();
        };
    }

    private Optional<KeyTerm> signed(Expr.Op op, KeyType column) {
        boolean negative = op.operator().equals("-");
        if (!negative && !op.operator().equals("+")) {
            return Optional.empty();
        }
        return switch (op.operands().getFirst()) {
            case Expr.Literal literal when isNumber(literal) -> number(literal, negative, column, KeyType.NUMERIC);
            case Expr.Cast(var span, Expr.Literal literal, String type)
            when isNumber(literal) -> {
                KeyType target = castType(type, column);
                yield target == null ? Optional.empty() : number(literal, negative, column, target);
            }
            default -> Optional.empty();
        };
    }

    private static boolean isNumber(Expr.Literal literal) {
        return literal.kind() == Expr.LiteralKind.INTEGER || literal.kind() == Expr.LiteralKind.NUMERIC;
    }

    private Optional<KeyTerm> number(Expr.Literal literal, boolean negative, KeyType column, KeyType type) {
        return readings.read(literal, new KeyReading.OfNumber(negative, type, column));
    }

    /** A term that was made for a cast of a column, as one for the column itself. */
    KeyTerm forColumn(KeyTerm term, KeyType column) {
        return switch (term) {
            case KeyTerm.None none -> none;
            case KeyTerm.Constant constant -> readings.forColumn(constant, column);
            case KeyTerm.Parameter p -> new KeyTerm.Parameter(p.number(), column, p.assumed(), p.typeProven());
            case KeyTerm.ParameterArray p ->
                new KeyTerm.ParameterArray(p.number(), column, p.assumed(), p.typeProven());
            case KeyTerm.ParameterOrNull(KeyTerm.Parameter p) ->
                new KeyTerm.ParameterOrNull(new KeyTerm.Parameter(p.number(), column, p.assumed(), p.typeProven()));
        };
    }

    /** The term with what the whole statement proves about its type. */
    KeyTerm resolved(KeyTerm term) {
        return switch (term) {
            case KeyTerm.None none -> none;
            case KeyTerm.Constant constant -> constant;
            case KeyTerm.Parameter p -> resolved(p);
            case KeyTerm.ParameterArray p ->
                new KeyTerm.ParameterArray(
                        p.number(), p.column(), p.assumed(), uses.proven(p.number() + 1, p.assumed()));
            case KeyTerm.ParameterOrNull(KeyTerm.Parameter p) -> new KeyTerm.ParameterOrNull(resolved(p));
        };
    }

    private KeyTerm.Parameter resolved(KeyTerm.Parameter p) {
        return new KeyTerm.Parameter(p.number(), p.column(), p.assumed(), uses.proven(p.number() + 1, p.assumed()));
    }
}
