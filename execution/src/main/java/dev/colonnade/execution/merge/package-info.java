/**
 * How the rows of several branches become one answer. Start at {@link dev.colonnade.execution.merge.MergePipeline}. No sockets, no SQL:
 * DataRow bodies in, DataRow bodies out, demand both ways.
 */
@NullMarked
package dev.colonnade.execution.merge;

import org.jspecify.annotations.NullMarked;
