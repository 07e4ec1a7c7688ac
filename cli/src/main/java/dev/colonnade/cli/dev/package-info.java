/**
 * A whole installation on one machine for trying things out: embedded PostgreSQL servers, sample databases and the proxy before them. Begin
 * at {@link dev.colonnade.cli.dev.DevRun}. Nothing here is meant for production: no passwords, no fsync, loopback only.
 */
@NullMarked
package dev.colonnade.cli.dev;

import org.jspecify.annotations.NullMarked;
