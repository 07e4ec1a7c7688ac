/** Defects planted into the running proxy's own code, to see whether the differential oracle notices. */
@NullMarked
package dev.colonnade.it.defect;

import org.jspecify.annotations.NullMarked;
