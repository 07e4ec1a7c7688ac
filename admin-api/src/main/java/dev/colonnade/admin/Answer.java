package dev.colonnade.admin;

import dev.colonnade.admin.document.Json;
import dev.colonnade.admin.document.ProblemDocument;
import java.util.Map;

/**
 * What is sent back, complete in memory.
 *
 * @param contentType empty where there is no body
 * @param body not changed by anybody
 * @param headers besides the content type
 */
record Answer(int status, String contentType, byte[] body, Map<String, String> headers) {
    static final String JSON = "application/json";
    static final String PROBLEM_JSON = "application/problem+json";
    /** Prometheus' text exposition format. */
    static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";

    static Answer json(int status, Record document) {
        return new Answer(status, JSON, Json.write(document), Map.of("Cache-Control", "no-store"));
    }

    static Answer problem(ProblemDocument problem, Map<String, String> headers) {
        return new Answer(problem.status(), PROBLEM_JSON, Json.write(problem), headers);
    }

    static Answer withoutBody(int status, Map<String, String> headers) {
        return new Answer(status, "", new byte[0], headers);
    }
}
