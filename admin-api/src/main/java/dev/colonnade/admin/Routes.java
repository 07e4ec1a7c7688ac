package dev.colonnade.admin;

import dev.colonnade.admin.Route.Cost;
import dev.colonnade.admin.Route.Request;
import dev.colonnade.admin.document.ExplainDocument;
import dev.colonnade.admin.document.ExplainRequest;
import dev.colonnade.admin.document.HealthDocument;
import dev.colonnade.admin.document.MalformedDocumentException;
import dev.colonnade.admin.document.SessionsDocument;
import dev.colonnade.admin.document.ShardsDocument;
import dev.colonnade.admin.document.TopologyDocument;
import dev.colonnade.admin.document.TransactionsDocument;
import dev.colonnade.admin.port.AdminPorts;
import dev.colonnade.admin.port.Readiness;
import dev.colonnade.admin.port.TransactionStatus.Decision;
import dev.colonnade.admin.port.TransactionView.Ending;
import dev.colonnade.topology.Topology;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Every route of the admin API. */
final class Routes {
    static final String HEALTH = "/healthz";
    static final String READINESS = "/readyz";

    private final AdminPorts ports;
    private final byte[] openApi = openApi();

    Routes(AdminPorts ports) {
        this.ports = ports;
    }

    /** In the order of the documentation. */
    List<Route> all() {
        return List.of(
                new Route("GET", "/v1/topology", Cost.LIMITED, this::topology),
                new Route("GET", "/v1/shards", Cost.LIMITED, this::shards),
                new Route("GET", "/v1/sessions", Cost.LIMITED, this::sessions),
                new Route("GET", "/v1/transactions", Cost.LIMITED, this::transactions),
                new Route(
                        "POST",
                        "/v1/transactions/{gid}/commit",
                        Cost.LIMITED,
                        request -> end(request, Decision.COMMIT)),
                new Route(
                        "POST", "/v1/transactions/{gid}/abort", Cost.LIMITED, request -> end(request, Decision.ABORT)),
                new Route("POST", "/v1/explain", Cost.LIMITED, this::explain),
                new Route("GET", "/v1/openapi.json", Cost.FREE, this::description),
                new Route("GET", "/metrics", Cost.LIMITED, this::metrics),
                new Route("GET", HEALTH, Cost.FREE, this::health),
                new Route("GET", READINESS, Cost.FREE, this::readiness));
    }

    private Answer topology(Request request) {
        Topology topology = ports.topology().current();
        String tag = EntityTag.of(topology);
        Map<String, String> headers = Map.of("ETag", tag, "Cache-Control", "no-cache");
        if (EntityTag.matches(request.ifNoneMatch(), tag)) {
            return Answer.withoutBody(304, headers);
        }
        Answer whole = Answer.json(200, TopologyDocument.of(topology));
        return new Answer(whole.status(), whole.contentType(), whole.body(), headers);
    }

    private Answer shards(Request request) {
        Topology topology = ports.topology().current();
        return Answer.json(200, ShardsDocument.of(topology, ports.shards().shards()));
    }

    private Answer sessions(Request request) {
        return Answer.json(200, SessionsDocument.of(ports.sessions().sessions()));
    }

    private Answer transactions(Request request) {
        return Answer.json(200, TransactionsDocument.of(ports.transactions().transactions()));
    }

    private Answer end(Request request, Decision wanted) {
        String gid = request.inPath("gid");
        return switch (ports.transactions().end(gid, wanted)) {
            case Ending.Done done -> Answer.json(200, TransactionsDocument.Ended.of(gid, wanted));
            case Ending.Unknown unknown -> throw new Problem(ProblemCode.UNKNOWN_TRANSACTION, gid);
            case Ending.Refused(String why) -> throw new Problem(ProblemCode.TRANSACTION_CONFLICT, why);
        };
    }

    private Answer explain(Request request) {
        ExplainRequest asked =
                explainRequest(request.body(), ports.topology().current().database());
        return Answer.json(200, ExplainDocument.of(ports.explainer().explain(asked.sql(), asked.parameters())));
    }

    private static ExplainRequest explainRequest(byte[] body, String served) {
        try {
            ExplainRequest asked = ExplainRequest.read(body);
            asked.checkDatabase(served);
            return asked;
        } catch (MalformedDocumentException malformed) {
            throw Problem.of(malformed);
        }
    }

    private Answer description(Request request) {
        return new Answer(200, Answer.JSON, openApi, Map.of("Cache-Control", "no-cache"));
    }

    private Answer metrics(Request request) {
        byte[] text = ports.metrics().scrape().getBytes(StandardCharsets.UTF_8);
        return new Answer(200, Answer.METRICS, text, Map.of("Cache-Control", "no-store"));
    }

    private Answer health(Request request) {
        boolean live = ports.health().live();
        return Answer.json(live ? 200 : 503, HealthDocument.ofLiveness(live));
    }

    private Answer readiness(Request request) {
        Readiness readiness = ports.health().ready();
        return Answer.json(readiness.ready() ? 200 : 503, HealthDocument.of(readiness));
    }

    private static byte[] openApi() {
        try (InputStream resource = Objects.requireNonNull(Routes.class.getResourceAsStream("openapi.json"))) {
            return resource.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("openapi.json in our own jar", unreadable);
        }
    }
}
