/** A small raw client of the wire protocol, so that answers can be compared message by message. Start at {@link RawConnection}. */
@NullMarked
package dev.colonnade.it.wire;

import org.jspecify.annotations.NullMarked;
