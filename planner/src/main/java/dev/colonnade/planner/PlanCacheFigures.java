package dev.colonnade.planner;

/**
 * How the plan cache does, since the start.
 *
 * @param texts statements kept by their text, by now
 * @param shapes statements kept by their fingerprint, by now
 * @param bytes what both take, about
 * @param textHits statements that found their plan by text
 * @param shapeHits statements that found their plan by fingerprint
 * @param misses statements that were planned
 * @param evictions statements that had to go, or weren't let in, for want of room
 */
public record PlanCacheFigures(
        long texts, long shapes, long bytes, long textHits, long shapeHits, long misses, long evictions) {}
