/** Statements as data, both sides' answers, and their comparison. Start at {@link OracleRunner}. */
@NullMarked
package dev.colonnade.it.sqltest;

import org.jspecify.annotations.NullMarked;
