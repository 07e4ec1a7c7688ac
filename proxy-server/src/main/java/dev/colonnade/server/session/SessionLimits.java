package dev.colonnade.server.session;

import dev.colonnade.execution.motion.MotionLimits;

/**
 * Bounds of one session.
 *
 * @param messageBytes the longest message body from a client; longer ones end the session with 08P01
 * @param startupTimeoutMillis from accept to authenticated; then the connection is dropped
 * @param sessionsMax clients at once; one more is refused with 53300
 * @param mergeBytes what one statement's merge may hold, and all portals of a session together; beyond, 54000
 * @param statementsMax named prepared statements; one more fails with 54000
 * @param portalsMax named portals of one transaction; one more fails with 54000
 * @param motion what one statement may move to the database that finishes it
 */
public record SessionLimits(
        int messageBytes,
        long startupTimeoutMillis,
        int sessionsMax,
        long mergeBytes,
        int statementsMax,
        int portalsMax,
        MotionLimits motion) {}
