package dev.colonnade.execution.merge;

/** A comparison operator. */
enum Relation {
    EQUAL("="),
    NOT_EQUAL("<>"),
    LESS("<"),
    LESS_OR_EQUAL("<="),
    GREATER(">"),
    GREATER_OR_EQUAL(">=");

    private final String sign;

    Relation(String sign) {
        this.sign = sign;
    }

    static Relation of(String operator) {
        for (Relation relation : values()) {
            if (relation.sign.equals(operator)) {
                return relation;
            }
        }
        throw new IllegalArgumentException("operator: " + operator + " (expected: = <> < <= > >=)");
    }

    boolean isEquality() {
        return this == EQUAL || this == NOT_EQUAL;
    }

    /** Whether it holds for values whose comparison gave this result. */
    boolean holds(int comparison) {
        return switch (this) {
            case EQUAL -> comparison == 0;
            case NOT_EQUAL -> comparison != 0;
            case LESS -> comparison < 0;
            case LESS_OR_EQUAL -> comparison <= 0;
            case GREATER -> comparison > 0;
            case GREATER_OR_EQUAL -> comparison >= 0;
        };
    }
}
