package dev.colonnade.planner.rule;

import dev.colonnade.planner.ast.Expr;
import dev.colonnade.planner.catalog.SchemaCatalog.Collation;
import dev.colonnade.planner.plan.RefusalCode;
import dev.colonnade.planner.refusal.Refusals;
import dev.colonnade.planner.shape.Node;
import dev.colonnade.planner.shape.Scope;
import dev.colonnade.planner.shape.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What can be told of an expression's values without asking a server: whether comparing their bytes is comparing them. The types themselves
 * are checked again when the branches have described their columns.
 */
final class Values {
    /** Types whose order execution knows; an enum's or an array's is its own. */
    private static final Set<Integer> ORDERED = Set.of(
            16, 17, 18, 19, 20, 21, 23, 25, 26, 700, 701, 790, 829, 774, 1042, 1043, 1082, 1083, 1114, 1184, 1186, 1266,
            1700, 2950, 3220);

    private static final int FIRST_USER_OID = 16_384;
    private static final int REAL_OID = 700;
    private static final int DOUBLE_OID = 701;
    private static final Set<String> INEXACT_TYPES = Set.of("real", "float4", "double precision", "float8", "float");
    private static final Set<String> ARITHMETIC = Set.of("+", "-", "*", "/");

    private static final Set<String> COMPUTED_OPERATORS = Words.of("""
            + - * / % ^ = <> < <= > >= and or not like ilike between ~ ~* !~ !~* @> <@ &&
            """);
    private static final Set<String> COMPUTED_FUNCTIONS = Words.of("""
            abs age array_length ascii avg bit_length bool_and bool_or cardinality cbrt ceil ceiling
            char_length character_length clock_timestamp count current_date current_timestamp date_part
            date_trunc dense_rank div every exp extract floor hashtext length ln localtimestamp log
            make_date mod now octet_length position power rank round row_number sign sqrt stddev strpos sum
            to_date to_number to_timestamp trunc variance width_bucket
            """);
    private static final Set<String> COMPUTED_TYPES = Words.of("""
            bigint bool boolean bytea date decimal double-precision float4 float8 int int2 int4 int8 integer
            interval numeric real smallint time timestamp timestamp-with-time-zone
            timestamp-without-time-zone timestamptz uuid
            """);
    private static final Set<String> BYTEWISE = Set.of("C", "POSIX", "ucs_basic", "pg_c_utf8");

    private final Scope scope;
    private final Collation defaultCollation;

    Values(Scope scope, Collation defaultCollation) {
        this.scope = scope;
        this.defaultCollation = defaultCollation;
    }

    /** Whether the order of values is the order of their bytes, or of their type's own kind; empty where it is, else why not. */
    Optional<String> whyUnordered(Expr expr) {
        if (isOfForeignType(expr) || isOfUserType(expr)) {
            return Optional.of("the order of its type is known to the server alone");
        }
        return switch (collation(expr)) {
            case NONE, BYTEWISE -> Optional.empty();
            case OTHER -> Optional.of("its collation may not be bytewise");
            case NONDETERMINISTIC -> Optional.of("its collation is nondeterministic");
        };
    }

    /** Whether equal values have equal bytes, or are of a type whose equality is known; empty where so, else why not. */
    Optional<String> whyUnequal(Expr expr) {
        if (isOfForeignType(expr)) {
            return Optional.of("the equality of its type is known to the server alone");
        }
        return collation(expr) == Collation.NONDETERMINISTIC
                ? Optional.of("its collation is nondeterministic")
                : Optional.empty();
    }

    /** A column of a built-in type that execution doesn't compare; what a user-defined one is, shows when the branches describe it. */
    private boolean isOfForeignType(Expr expr) {
        int oid = typeOid(expr);
        return oid != 0 && Integer.compareUnsigned(oid, FIRST_USER_OID) < 0 && !ORDERED.contains(oid);
    }

    /** A column of an enum, a composite or the like. */
    private boolean isOfUserType(Expr expr) {
        return Integer.compareUnsigned(typeOid(expr), FIRST_USER_OID) >= 0;
    }

    private int typeOid(Expr expr) {
        return expr instanceof Expr.ColumnRef reference
                ? scope.resolve(reference).map(node -> node.valueType().oid()).orElse(0)
                : 0;
    }

    /** Whether a value is known to be of type real or double precision. */
    boolean isInexact(Expr expr) {
        return switch (expr) {
            case Expr.ColumnRef reference -> typeOid(reference) == REAL_OID || typeOid(reference) == DOUBLE_OID;
            case Expr.Cast cast -> INEXACT_TYPES.contains(cast.type());
            case Expr.Op op ->
                ARITHMETIC.contains(op.operator()) && op.operands().stream().anyMatch(this::isInexact);
            default -> false;
        };
    }

    /** Whether a value is of type real, or of double precision worked out of real: for all that can be told here. */
    boolean isReal(Expr expr) {
        return switch (expr) {
            case Expr.ColumnRef reference ->
                scope.resolve(reference).map(node -> node.valueType().oid()).orElse(0) == REAL_OID;
            case Expr.Cast cast -> cast.type().equals("real") || cast.type().equals("float4");
            case Expr.Op op ->
                ARITHMETIC.contains(op.operator()) && op.operands().stream().anyMatch(this::isReal);
            default -> false;
        };
    }

    private void checkExists(Expr.ColumnRef reference) {
        if (scope.lacks(reference)) {
            throw Refusals.refuse(
                    reference.span(),
                    RefusalCode.UNKNOWN_COLUMN,
                    "column \"" + reference.column() + "\" does not exist",
                    "",
                    "");
        }
    }

    private Collation collation(Expr expr) {
        return switch (expr) {
            case Expr.ColumnRef reference -> {
                checkExists(reference);
                Collation known = scope.resolve(reference)
                        .map(Node::valueType)
                        .map(Node.ValueType::collation)
                        .orElse(null);
                yield known == null ? Collation.OTHER : known;
            }
            case Expr.Literal literal -> chosen(List.of(literal));
            case Expr.Collate collate ->
                BYTEWISE.contains(collate.collation().getLast()) ? Collation.BYTEWISE : Collation.NONDETERMINISTIC;
            case Expr.Cast cast -> {
                String type = cast.type().replaceAll("\\(.*\\)", "").strip();
                yield COMPUTED_TYPES.contains(type.replace(' ', '-'))
                        ? Collation.NONE
                        : computed(List.of(cast.operand()));
            }
            case Expr.Op op when isComputed(op.operator()) -> Collation.NONE;
            case Expr.Op op -> computed(op.operands());
            case Expr.Call call when COMPUTED_FUNCTIONS.contains(call.simpleName()) -> Collation.NONE;
            case Expr.Call call -> isChoice(call) ? chosen(call.arguments()) : computed(call.arguments());
            case Expr.Case choice -> {
                List<Expr> results = new ArrayList<>(choice.thens());
                if (choice.otherwise() != null) {
                    results.add(choice.otherwise());
                }
                yield chosen(results);
            }
            case Expr.InList i -> Collation.NONE;
            case Expr.InQuery i -> Collation.NONE;
            case Expr.Quantified q -> Collation.NONE;
            case Expr.QuantifiedQuery q -> Collation.NONE;
            case Expr.Exists e -> Collation.NONE;
            default -> Collation.OTHER;
        };
    }

    /** All predicates and all arithmetic; not {@code ||}. */
    private static boolean isComputed(String operator) {
        return COMPUTED_OPERATORS.contains(operator) || operator.startsWith("is ") || operator.startsWith("not ");
    }

    /** What yields one of its arguments, unchanged. */
    private static boolean isChoice(Expr.Call call) {
        return switch (call.simpleName()) {
            case "coalesce", "nullif", "greatest", "least", "min", "max" -> true;
            default -> false;
        };
    }

    /** Of one of these values; a bare literal takes the collation of the others. */
    private Collation chosen(List<Expr> values) {
        List<Expr> typed = values.stream()
                .filter(value -> !(value instanceof Expr.Literal))
                .toList();
        boolean text = values.stream()
                .anyMatch(value -> value instanceof Expr.Literal literal && literal.kind() == Expr.LiteralKind.STRING);
        return typed.isEmpty() && text ? defaultCollation : worst(typed);
    }

    /** Of a value made of these: text takes their collation, and the database's where they have none. */
    private Collation computed(List<Expr> values) {
        Collation worst = worst(values.stream()
                .filter(value -> !(value instanceof Expr.Literal))
                .toList());
        return worst == Collation.NONE ? defaultCollation : worst;
    }

    private Collation worst(List<Expr> exprs) {
        return exprs.stream()
                .map(this::collation)
                .max(Comparator.naturalOrder())
                .orElse(Collation.NONE);
    }
}
