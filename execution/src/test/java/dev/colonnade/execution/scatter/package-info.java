/** Scatters over two databases of a real server. */
@NullMarked
package dev.colonnade.execution.scatter;

import org.jspecify.annotations.NullMarked;
