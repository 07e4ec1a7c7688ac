package dev.colonnade.admin;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One method of one path.
 *
 * @param method in upper case
 * @param path as OpenAPI writes it
 * @param cost whether it counts against the limits
 */
record Route(String method, String path, Cost cost, Operation operation) {
    /** What is done for a request; may block. */
    @FunctionalInterface
    interface Operation {
        /**
         * Answers.
         *
         * @throws Problem for what the client did wrong
         */
        Answer answer(Request request);
    }

    /**
     * What an operation may look at.
     *
     * @param ifNoneMatch the header's value; null if it isn't there
     * @param path what stands in the path's braces, by name
     * @param body empty for methods without one
     */
    record Request(@Nullable String ifNoneMatch, Map<String, String> path, byte[] body) {
        /** The value of a name in the path. */
        String inPath(String name) {
            return path.getOrDefault(name, "");
        }
    }

    /** Whether a route is limited in number and time. */
    enum Cost {
        /** Answers from memory and must do so when all else is stuck. */
        FREE,
        /** Asks a port that may take its time. */
        LIMITED
    }
}
