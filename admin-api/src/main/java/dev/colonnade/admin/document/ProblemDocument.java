package dev.colonnade.admin.document;

import org.jspecify.annotations.Nullable;

/**
 * Every error of the admin API, as RFC 9457 has it.
 *
 * @param type a URN made of the code
 * @param title what went wrong, the same for every occurrence
 * @param status the HTTP status
 * @param detail what went wrong this time
 * @param code our stable code
 * @param field the member of the body at fault
 * @param nearest the known member that an unknown one most resembles
 */
public record ProblemDocument(
        String type,
        String title,
        int status,
        String detail,
        String code,
        @Nullable String field,
        @Nullable String nearest) {}
