/** Messages from server to client: error fields, row descriptions, and the writer of all of them. */
@NullMarked
package dev.colonnade.wire.backend;

import org.jspecify.annotations.NullMarked;
