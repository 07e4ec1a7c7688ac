/** A whole proxy before real PostgreSQL, hurt at chosen moments. */
@NullMarked
package dev.colonnade.server;

import org.jspecify.annotations.NullMarked;
