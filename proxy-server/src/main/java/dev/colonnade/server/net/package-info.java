/** Sockets: which implementation, and what each accepted connection starts with. */
@NullMarked
package dev.colonnade.server.net;

import org.jspecify.annotations.NullMarked;
