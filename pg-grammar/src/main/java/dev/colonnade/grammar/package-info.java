/** PostgreSQL's queries and data-modifying statements as Calcite's parser, generated from calcite-core's grammar and our productions. Start at {@link dev.colonnade.grammar.TokenFeed}: tokens go in there, nodes come out of {@code PgParser.PgStatementEof}. All positions are of tokens: line 1, column = index of the token + 1. */
@NullMarked
package dev.colonnade.grammar;

import org.jspecify.annotations.NullMarked;
