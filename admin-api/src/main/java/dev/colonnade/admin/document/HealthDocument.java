package dev.colonnade.admin.document;

import dev.colonnade.admin.port.Readiness;
import java.util.List;

/**
 * The answer of {@code GET /healthz} and {@code GET /readyz}.
 *
 * @param ok the same as the status code says
 * @param reasons why not, one sentence each
 */
public record HealthDocument(boolean ok, List<String> reasons) {
    public static HealthDocument of(Readiness readiness) {
        return new HealthDocument(readiness.ready(), readiness.reasons());
    }

    public static HealthDocument ofLiveness(boolean live) {
        return new HealthDocument(live, live ? List.of() : List.of("The process has to be restarted."));
    }
}
