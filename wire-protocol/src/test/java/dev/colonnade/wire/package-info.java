/** What the tests of all message packages share, and the fuzzer over them. */
@NullMarked
package dev.colonnade.wire;

import org.jspecify.annotations.NullMarked;
