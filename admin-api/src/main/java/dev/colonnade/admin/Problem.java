package dev.colonnade.admin;

import dev.colonnade.admin.document.MalformedDocumentException;
import dev.colonnade.admin.document.ProblemDocument;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request that gets an error for its answer. */
final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final ProblemCode code;
    private final String detail;
    private final @Nullable String field;
    private final @Nullable String nearest;

    Problem(ProblemCode code, String detail) {
        this(code, detail, null, null);
    }

    private Problem(ProblemCode code, String detail, @Nullable String field, @Nullable String nearest) {
        super(detail, null, false, false);
        this.code = code;
        this.detail = detail;
        this.field = field;
        this.nearest = nearest;
    }

    static Problem of(MalformedDocumentException malformed) {
        String detail = String.valueOf(malformed.getMessage());
        return new Problem(ProblemCode.BAD_DOCUMENT, detail, malformed.field(), malformed.nearest());
    }

    Answer answer() {
        return Answer.problem(document(code.status()), headers());
    }

    /** With a status that the HTTP library chose, where that is more exact than the code's own. */
    ProblemDocument document(int status) {
        String name = code.name().toLowerCase(Locale.ROOT);
        String type = "urn:colonnade:problem:" + name.replace('_', '-');
        return new ProblemDocument(type, code.title(), status, detail, name, field, nearest);
    }

    private Map<String, String> headers() {
        return switch (code) {
            case UNAUTHORIZED -> Map.of("WWW-Authenticate", "Bearer realm=\"colonnade\"");
            case BUSY -> Map.of("Retry-After", "1");
            default -> Map.of();
        };
    }
}
