package dev.colonnade.planner.sql;

import dev.colonnade.planner.ast.Statement;
import java.util.Set;

/** What {@link StatementParser} makes of a text. */
public sealed interface ParseOutcome {

    record Parsed(Statement statement) implements ParseOutcome {}

    /**
     * Not understood; whether PostgreSQL would understand it is not known.
     *
     * @param position offset in the text of what stopped the parser, in UTF-16 units from 0; the text's length for its end
     * @param message in lower case without a full stop, in the manner of PostgreSQL's own
     * @param construct what stands there, for messages; empty at the end of the text
     * @param mentioned all names in the text, folded: words, keywords among them, and quoted identifiers
     * @param tooComplex a limit of ours was reached: {@link StatementParser} names them
     */
    record Failed(int position, String message, String construct, Set<String> mentioned, boolean tooComplex)
            implements ParseOutcome {
        public Failed {
            mentioned = Set.copyOf(mentioned);
        }
    }
}
