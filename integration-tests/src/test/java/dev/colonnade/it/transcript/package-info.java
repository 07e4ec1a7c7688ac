/** Conversations as text: what is sent, what must come. Start at {@link Transcript}. */
@NullMarked
package dev.colonnade.it.transcript;

import org.jspecify.annotations.NullMarked;
