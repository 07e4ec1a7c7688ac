package dev.colonnade.admin.port;

import java.util.List;

/**
 * Whether clients should be sent to this proxy.
 *
 * @param reasons why not, one sentence each; empty where it is ready
 */
public record Readiness(List<String> reasons) {
    public static final Readiness READY = new Readiness(List.of());

    public Readiness {
        reasons = List.copyOf(reasons);
    }

    public boolean ready() {
        return reasons.isEmpty();
    }
}
