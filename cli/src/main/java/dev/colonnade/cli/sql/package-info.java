/**
 * A small SQL shell over JDBC for machines without psql; begin at {@link dev.colonnade.cli.sql.SqlShell}. It knows nothing of shards: it
 * speaks to any PostgreSQL.
 */
@NullMarked
package dev.colonnade.cli.sql;

import org.jspecify.annotations.NullMarked;
