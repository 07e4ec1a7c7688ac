/** Tests of the configuration. */
@NullMarked
package dev.colonnade.server.config;

import org.jspecify.annotations.NullMarked;
