/** Messages from client to server, one record each; see {@link dev.colonnade.wire.frontend.FrontendMessage}. */
@NullMarked
package dev.colonnade.wire.frontend;

import org.jspecify.annotations.NullMarked;
