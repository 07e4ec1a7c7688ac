/** An application on PostgreSQL JDBC and a connection pool, as its developer would write it. */
@NullMarked
package dev.colonnade.it.jdbc;

import org.jspecify.annotations.NullMarked;
