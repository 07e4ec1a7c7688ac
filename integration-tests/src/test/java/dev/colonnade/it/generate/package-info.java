/** Random statements over the fleet's schema, reproducible by seed. Start at {@link StatementGenerator}. */
@NullMarked
package dev.colonnade.it.generate;

import org.jspecify.annotations.NullMarked;
