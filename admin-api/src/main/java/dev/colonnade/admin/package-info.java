/**
 * REST for operators: HTTP routes over the proxy's ports. Start at {@link dev.colonnade.admin.AdminServer}. Not here: the
 * JSON shapes ({@code admin.document}), what the proxy is asked for ({@code admin.port}), and anything of the data path.
 */
@NullMarked
package dev.colonnade.admin;

import org.jspecify.annotations.NullMarked;
