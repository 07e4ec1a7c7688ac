/**
 * What the text of a statement proves about the rows it needs: query blocks, relation occurrences, equalities of key columns, one {@link
 * dev.colonnade.planner.shape.ShardKeyPredicate} per occurrence, and how each block's rows are spread. Start at {@link
 * dev.colonnade.planner.shape.StatementShape}. No parameter values and no databases chosen here.
 */
@NullMarked
package dev.colonnade.planner.shape;

import org.jspecify.annotations.NullMarked;
