/** Tests of the package of the same name. */
@NullMarked
package dev.colonnade.wire.backend;

import org.jspecify.annotations.NullMarked;
