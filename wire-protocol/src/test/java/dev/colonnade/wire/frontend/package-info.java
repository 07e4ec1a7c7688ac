/** Tests of the package of the same name. */
@NullMarked
package dev.colonnade.wire.frontend;

import org.jspecify.annotations.NullMarked;
