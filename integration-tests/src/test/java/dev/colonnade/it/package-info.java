/** The assembled proxy against real PostgreSQL. Start at {@link DifferentialOracleIT}. */
@NullMarked
package dev.colonnade.it;

import org.jspecify.annotations.NullMarked;
