/**
 * The command {@code colonnade}: {@link dev.colonnade.cli.Main} and one class per subcommand. What a subcommand does lives in the packages
 * below this one; only here is the process exited.
 */
@NullMarked
package dev.colonnade.cli;

import org.jspecify.annotations.NullMarked;
