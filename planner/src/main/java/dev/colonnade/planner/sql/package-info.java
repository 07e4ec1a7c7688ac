/** From the text of a statement to our own records in {@link dev.colonnade.planner.ast}; the only place that knows the parser's types. Start at {@link dev.colonnade.planner.sql.StatementParser}. */
@NullMarked
package dev.colonnade.planner.sql;

import org.jspecify.annotations.NullMarked;
