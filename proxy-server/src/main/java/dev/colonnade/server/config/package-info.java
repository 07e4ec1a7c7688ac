/**
 * What the operator decides about one proxy: where it listens, whom it lets in, how it logs into the databases, its bounds.
 * Start at {@link dev.colonnade.server.config.ProxyConfig}; the only room, beside the command line, that reads files and the
 * environment. Not here: what lives where, which is the topology's part of the same file.
 */
@NullMarked
package dev.colonnade.server.config;

import org.jspecify.annotations.NullMarked;
