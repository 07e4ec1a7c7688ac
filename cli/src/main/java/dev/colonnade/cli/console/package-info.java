/**
 * What the command says to a person: {@link dev.colonnade.cli.console.Console} alone writes to the standard streams. Logging is not here.
 */
@NullMarked
package dev.colonnade.cli.console;

import org.jspecify.annotations.NullMarked;
