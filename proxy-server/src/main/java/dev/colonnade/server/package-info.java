/** Assembly of the proxy: what is started, in which order, and how it stops. Start at {@link dev.colonnade.server.ProxyServer}. */
@NullMarked
package dev.colonnade.server;

import org.jspecify.annotations.NullMarked;
