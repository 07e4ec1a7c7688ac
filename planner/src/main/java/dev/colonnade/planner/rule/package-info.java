/**
 * One rewrite per class: from the client's text to the text of a branch, by edits of source spans, and the merge steps that undo what the
 * branches can't do alone. Start at {@link dev.colonnade.planner.rule.SelectRewrite}.
 */
@NullMarked
package dev.colonnade.planner.rule;

import org.jspecify.annotations.NullMarked;
