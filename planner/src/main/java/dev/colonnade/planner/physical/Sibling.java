package dev.colonnade.planner.physical;

import dev.colonnade.planner.ast.Span;
import dev.colonnade.planner.logical.Router;
import dev.colonnade.planner.plan.Refusal;
import dev.colonnade.planner.shape.KeyTerm;
import dev.colonnade.planner.sql.TokenShift;
import dev.colonnade.planner.sql.TokenShift.Edge;
import java.util.List;

/**
 * Another text with the tokens of a planned one: where its tokens are, and what its literals are as keys.
 *
 * @param keys by {@link KeyTerm.Constant#reading}
 */
public record Sibling(TokenShift shift, List<KeyTerm.Constant> keys) {
    public Sibling {
        keys = List.copyOf(keys);
    }

    String text() {
        return shift.text();
    }

    /** The term with the new text's value. */
    KeyTerm term(KeyTerm term) {
        return term instanceof KeyTerm.Constant constant && constant.reading() >= 0
                ? keys.get(constant.reading())
                : term;
    }

    Router router(Router router) {
        return router.map(this::term);
    }

    /** @throws TokenShift.NoSuchPlaceException where it isn't of tokens */
    Span span(Span span) {
        return new Span(shift.of(new Edge(span.start(), false)), shift.of(new Edge(span.end(), true)));
    }

    StatementHead head(StatementHead head) {
        return new StatementHead(text(), head.writes(), head.command(), head.describeAt());
    }

    Refusal refusal(Refusal why) {
        return why.position() < 0
                ? why
                : new Refusal(
                        why.code(), why.message(), why.detail(), why.hint(), shift.of(new Edge(why.position(), false)));
    }
}
