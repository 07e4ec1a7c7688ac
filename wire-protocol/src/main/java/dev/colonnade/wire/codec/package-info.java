/** Framing: bytes to whole messages, under limits. Start at {@link dev.colonnade.wire.codec.FrameReader}. */
@NullMarked
package dev.colonnade.wire.codec;

import org.jspecify.annotations.NullMarked;
