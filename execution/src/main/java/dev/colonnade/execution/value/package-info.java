/**
 * PostgreSQL's value formats: how built-in types read in binary and text, how they are ordered and when two are equal. Start at
 * {@link dev.colonnade.execution.value.Comparators}. Nothing here knows rows, branches or collations.
 */
@NullMarked
package dev.colonnade.execution.value;

import org.jspecify.annotations.NullMarked;
