/** Tests of the catalogue, against a real server. */
@NullMarked
package dev.colonnade.server.catalog;

import org.jspecify.annotations.NullMarked;
