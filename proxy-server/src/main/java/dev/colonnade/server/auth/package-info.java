/**
 * How a client proves who it is, as conversations of bytes in and bytes out. Start at {@link
 * dev.colonnade.server.auth.ScramServer}. Not here: sockets and messages, and the proxy's own logins at the databases.
 */
@NullMarked
package dev.colonnade.server.auth;

import org.jspecify.annotations.NullMarked;
