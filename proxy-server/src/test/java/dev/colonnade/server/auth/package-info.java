/** Tests of authentication. */
@NullMarked
package dev.colonnade.server.auth;

import org.jspecify.annotations.NullMarked;
