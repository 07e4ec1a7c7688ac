/** Tests of the planner as a whole. */
@NullMarked
package dev.colonnade.planner;

import org.jspecify.annotations.NullMarked;
