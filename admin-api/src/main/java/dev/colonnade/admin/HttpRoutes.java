package dev.colonnade.admin;

import dev.colonnade.admin.Route.Request;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The routes as the HTTP library wants them: every request passes the guard, every failure becomes a problem document. */
final class HttpRoutes {
    /** Bytes of a request's body; a larger one is answered 413 and not read to its end. */
    static final int BODY_BYTES_MAX = 1024 * 1024;
    /** Characters of a path that an error repeats. */
    private static final int SHOWN_PATH_MAX = 200;

    private static final Logger LOG = LoggerFactory.getLogger(HttpRoutes.class);

    private final List<Route> routes;
    private final Guard guard;
    private final RequestLimits limits;

    HttpRoutes(List<Route> routes, Guard guard, RequestLimits limits) {
        this.routes = List.copyOf(routes);
        this.guard = guard;
        this.limits = limits;
    }

    void register(RoutesConfig config) {
        config.before(context -> guard.check(context.path(), context.header("Authorization"), context.header("Host")));
        for (Route route : routes) {
            config.addHttpHandler(
                    HandlerType.findOrCreate(route.method()),
                    route.path(),
                    context -> send(context, answer(route, context)));
        }
        config.exception(Problem.class, (problem, context) -> send(context, problem.answer()));
        config.exception(HttpResponseException.class, (refused, context) -> send(context, unrouted(refused, context)));
        config.exception(Exception.class, (failure, context) -> {
            LOG.error("{} {} failed", context.method(), shownPath(context), failure);
            send(context, new Problem(ProblemCode.INTERNAL, "The proxy's log has the cause.").answer());
        });
    }

    /** A body is read inside the limits, so that a slow client can't keep a request open. */
    private Answer answer(Route route, Context context) {
        String ifNoneMatch = context.header("If-None-Match");
        return switch (route.cost()) {
            case FREE -> route.operation().answer(new Request(ifNoneMatch, context.pathParamMap(), new byte[0]));
            case LIMITED ->
                limits.within(() -> route.operation()
                        .answer(new Request(ifNoneMatch, context.pathParamMap(), body(route, context))));
        };
    }

    private static byte[] body(Route route, Context context) {
        if (!route.method().equals("POST")) {
            return new byte[0];
        }
        if (!isJson(context.contentType())) {
            throw new Problem(ProblemCode.NOT_JSON, "Content-Type: (expected: application/json)");
        }
        byte[] body = read(context);
        if (body.length > BODY_BYTES_MAX) {
            throw new Problem(ProblemCode.BODY_TOO_LARGE, "body: more than " + BODY_BYTES_MAX + " bytes");
        }
        return body;
    }

    private static byte[] read(Context context) {
        try {
            return context.bodyInputStream().readNBytes(BODY_BYTES_MAX + 1);
        } catch (IOException ended) {
            LOG.debug("a client went away while it sent its request", ended);
            throw new Problem(ProblemCode.BAD_REQUEST, "body: ends early");
        }
    }

    /** Asked for so that a form of a foreign page can't post here: such a type needs leave that is never given. */
    private static boolean isJson(@Nullable String contentType) {
        return contentType != null
                && contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(Answer.JSON);
    }

    private Answer unrouted(HttpResponseException refused, Context context) {
        ProblemCode code = ProblemCode.ofStatus(refused.getStatus());
        return switch (code) {
            case NOT_FOUND ->
                new Problem(code, shownPath(context) + ": no such route (expected: " + paths() + ")").answer();
            case METHOD_NOT_ALLOWED -> {
                String allowed = methods(context.path());
                String detail = context.method() + " " + shownPath(context) + " (expected: " + allowed + ")";
                Answer answer = new Problem(code, detail).answer();
                yield new Answer(answer.status(), answer.contentType(), answer.body(), Map.of("Allow", allowed));
            }
            default ->
                Answer.problem(
                        new Problem(code, "refused with status " + refused.getStatus()).document(refused.getStatus()),
                        Map.of());
        };
    }

    private String paths() {
        return routes.stream().map(Route::path).distinct().collect(Collectors.joining(", "));
    }

    /** HEAD comes with every GET. */
    private String methods(String path) {
        return routes.stream()
                .filter(route -> route.path().equals(path))
                .flatMap(route -> route.method().equals("GET") ? Stream.of("GET", "HEAD") : Stream.of(route.method()))
                .collect(Collectors.joining(", "));
    }

    private static String shownPath(Context context) {
        String path = context.path();
        return path.length() <= SHOWN_PATH_MAX ? path : path.substring(0, SHOWN_PATH_MAX);
    }

    private static void send(Context context, Answer answer) {
        context.status(answer.status());
        context.header("X-Content-Type-Options", "nosniff");
        answer.headers().forEach(context::header);
        if (!answer.contentType().isEmpty()) {
            context.contentType(answer.contentType()).result(answer.body());
        }
    }
}
