/**
 * What the admin API needs to know of the proxy around it, as small interfaces that the proxy implements. Start at {@link
 * dev.colonnade.admin.port.AdminPorts}. Not here: HTTP and JSON.
 */
@NullMarked
package dev.colonnade.admin.port;

import org.jspecify.annotations.NullMarked;
