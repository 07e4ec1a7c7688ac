package dev.colonnade.admin;

/** Every error of the admin API; stable, one HTTP status each. */
enum ProblemCode {
    BAD_REQUEST(400, "The request can't be read."),
    BAD_DOCUMENT(400, "The body isn't the document asked for."),
    UNAUTHORIZED(401, "A bearer token is required."),
    NOT_FOUND(404, "There is no such route."),
    UNKNOWN_TRANSACTION(404, "No database holds this transaction."),
    METHOD_NOT_ALLOWED(405, "The route doesn't have this method."),
    TRANSACTION_CONFLICT(409, "The transaction can't be ended like this."),
    BODY_TOO_LARGE(413, "The body is too large."),
    NOT_JSON(415, "The body isn't declared as JSON."),
    FOREIGN_HOST(421, "The Host header names another machine."),
    INTERNAL(500, "The proxy failed to answer."),
    BUSY(503, "Too many requests are under way."),
    TIMEOUT(504, "The proxy took too long to answer.");

    private final int status;
    private final String title;

    ProblemCode(int status, String title) {
        this.status = status;
        this.title = title;
    }

    int status() {
        return status;
    }

    String title() {
        return title;
    }

    /** The code for a status that the HTTP library chose by itself. */
    static ProblemCode ofStatus(int status) {
        return switch (status) {
            case 404 -> NOT_FOUND;
            case 405 -> METHOD_NOT_ALLOWED;
            case 413 -> BODY_TOO_LARGE;
            case 503 -> BUSY;
            default -> status >= 400 && status < 500 ? BAD_REQUEST : INTERNAL;
        };
    }
}
