package dev.colonnade.admin.port;

import java.util.List;

/** The client sessions of this proxy. */
@FunctionalInterface
public interface SessionView {
    /** Every session behind its startup, in ascending order of id. */
    List<SessionStatus> sessions();
}
