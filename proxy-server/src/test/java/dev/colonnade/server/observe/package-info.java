/** Reads the meters back as Prometheus would. */
@NullMarked
package dev.colonnade.server.observe;

import org.jspecify.annotations.NullMarked;
