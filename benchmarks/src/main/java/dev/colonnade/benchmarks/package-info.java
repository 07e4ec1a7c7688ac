/** What the hot path costs: one class per question. Compiled by the build, run by hand ({@code docs/benchmarks.md}). */
@NullMarked
package dev.colonnade.benchmarks;

import org.jspecify.annotations.NullMarked;
