/** A statement as our own records: everything the planner may know of a text, every node with its span. Start at {@link dev.colonnade.planner.ast.Statement}. No parser's types here. */
@NullMarked
package dev.colonnade.planner.ast;

import org.jspecify.annotations.NullMarked;
