/** Tests of the package of the same name. */
@NullMarked
package dev.colonnade.wire.codec;

import org.jspecify.annotations.NullMarked;
