package dev.colonnade.planner.rule;

import dev.colonnade.planner.ast.Expr;
import dev.colonnade.planner.catalog.SchemaCatalog.Collation;
import dev.colonnade.planner.shape.Node;
import dev.colonnade.planner.shape.Scope;
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

    private static final Set<String> COMPUTED_OPERATORS = Set.of(
            "+",
            "-",
            "*",
            "/",
            "%",
            "^",
            "=",
            "<>",
            "<",
            "<=",
            ">",
            ">=",
            "and",
            "or",
            "not",
            "is null",
            "is not null",
            "is true",
            "is false",
            "is not true",
            "is not false",
            "like",
            "not like",
            "ilike",
            "not ilike",
            "between",
            "not between",
            "is distinct from",
            "is not distinct from",
            "~",
            "~*",
            "!~",
            "!~*",
            "@>",
            "<@",
            "&&");
    private static final Set<String> COMPUTED_FUNCTIONS = Set.of(
            "abs",
            "age",
            "array_length",
            "ascii",
            "avg",
            "bit_length",
            "bool_and",
            "bool_or",
            "cardinality",
            "cbrt",
            "ceil",
            "ceiling",
            "char_length",
            "character_length",
            "clock_timestamp",
            "count",
            "current_date",
            "current_timestamp",
            "date_part",
            "date_trunc",
            "dense_rank",
            "div",
            "every",
            "exp",
            "extract",
            "floor",
            "hashtext",
            "length",
            "ln",
            "localtimestamp",
            "log",
            "make_date",
            "mod",
            "now",
            "octet_length",
            "position",
            "power",
            "rank",
            "round",
            "row_number",
            "sign",
            "sqrt",
            "stddev",
            "strpos",
            "sum",
            "to_date",
            "to_number",
            "to_timestamp",
            "trunc",
            "variance",
            "width_bucket");
    private static final Set<String> COMPUTED_TYPES = Set.of(
            "bigint",
            "int8",
            "integer",
            "int",
            "int4",
            "smallint",
            "int2",
            "numeric",
            "decimal",
            "real",
            "float4",
            "double precision",
            "float8",
            "boolean",
            "bool",
            "date",
            "timestamp",
            "timestamptz",
            "timestamp with time zone",
            "timestamp without time zone",
            "time",
            "interval",
            "uuid",
            "bytea");
    private static final Set<String> BYTEWISE = Set.of("C", "POSIX", "ucs_basic", "pg_c_utf8");

    private final Scope scope;
    private final Collation defaultCollation;

    Values(Scope scope, Collation defaultCollation) {
        this.scope = scope;
        this.defaultCollation = defaultCollation;
    }

    /** Whether the order of values is the order of their bytes, or of their type's own kind; empty where it is, else why not. */
    Optional<String> whyUnordered(Expr expr) {
        if (expr instanceof Expr.ColumnRef reference) {
            Node node = scope.resolve(reference).orElse(null);
            if (node != null
                    && node.valueType().oid() != 0
                    && !ORDERED.contains(node.valueType().oid())) {
                return Optional.of("the order of column " + node.name() + "'s type is known to the server alone");
            }
        }
        return switch (collation(expr)) {
            case NONE, BYTEWISE -> Optional.empty();
            case OTHER -> Optional.of("its collation may not be bytewise");
            case NONDETERMINISTIC -> Optional.of("its collation is nondeterministic");
        };
    }

    /** Whether equal values have equal bytes, or are of a type whose equality is known; empty where so, else why not. */
    Optional<String> whyUnequal(Expr expr) {
        if (expr instanceof Expr.ColumnRef reference) {
            Node node = scope.resolve(reference).orElse(null);
            if (node != null
                    && node.valueType().oid() != 0
                    && !ORDERED.contains(node.valueType().oid())) {
                return Optional.of("the equality of column " + node.name() + "'s type is known to the server alone");
            }
        }
        return collation(expr) == Collation.NONDETERMINISTIC
                ? Optional.of("its collation is nondeterministic")
                : Optional.empty();
    }

    private Collation collation(Expr expr) {
        return switch (expr) {
            case Expr.ColumnRef reference -> {
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
                yield COMPUTED_TYPES.contains(type) ? Collation.NONE : computed(List.of(cast.operand()));
            }
            case Expr.Op op when COMPUTED_OPERATORS.contains(op.operator()) -> Collation.NONE;
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
