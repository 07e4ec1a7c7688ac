/** What both directions of the PostgreSQL protocol share. Knows no SQL and no shards. */
@NullMarked
package dev.colonnade.wire;

import org.jspecify.annotations.NullMarked;
