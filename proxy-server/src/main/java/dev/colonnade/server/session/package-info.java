/** One client's conversation: protocol order, prepared statements, portals, transactions, settings. Start at {@link dev.colonnade.server.session.ClientSession}. Knows routes as plans, never how they were found. */
@NullMarked
package dev.colonnade.server.session;

import org.jspecify.annotations.NullMarked;
