/** Plain PostgreSQL (the oracle) and the hostile fleet with the same data. Start at {@link HostileFleet}. */
@NullMarked
package dev.colonnade.it.fleet;

import org.jspecify.annotations.NullMarked;
