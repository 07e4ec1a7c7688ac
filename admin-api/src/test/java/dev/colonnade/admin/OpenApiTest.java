package dev.colonnade.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.colonnade.admin.document.ExplainDocument;
import dev.colonnade.admin.document.ExplainRequest;
import dev.colonnade.admin.document.HealthDocument;
import dev.colonnade.admin.document.OwnedRange;
import dev.colonnade.admin.document.ProblemDocument;
import dev.colonnade.admin.document.SessionsDocument;
import dev.colonnade.admin.document.ShardsDocument;
import dev.colonnade.admin.document.TopologyDocument;
import dev.colonnade.admin.document.TransactionsDocument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The committed description against the code, so that neither moves alone. */
final class OpenApiTest {
    private static final Map<String, Class<? extends Record>> SCHEMAS = Map.ofEntries(
            Map.entry("Topology", TopologyDocument.class),
            Map.entry("TopologyShard", TopologyDocument.Shard.class),
            Map.entry("Colo", TopologyDocument.ColoDocument.class),
            Map.entry("Placement", TopologyDocument.PlacementDocument.class),
            Map.entry("OwnedRange", OwnedRange.class),
            Map.entry("Table", TopologyDocument.Table.class),
            Map.entry("Rule", TopologyDocument.Rule.class),
            Map.entry("Shards", ShardsDocument.class),
            Map.entry("Shard", ShardsDocument.Shard.class),
            Map.entry("Pool", ShardsDocument.Pool.class),
            Map.entry("Sessions", SessionsDocument.class),
            Map.entry("Session", SessionsDocument.Session.class),
            Map.entry("Transactions", TransactionsDocument.class),
            Map.entry("Transaction", TransactionsDocument.Transaction.class),
            Map.entry("Ended", TransactionsDocument.Ended.class),
            Map.entry("ExplainRequest", ExplainRequest.class),
            Map.entry("Explanation", ExplainDocument.class),
            Map.entry("Branch", ExplainDocument.Branch.class),
            Map.entry("Refusal", ExplainDocument.Refusal.class),
            Map.entry("Health", HealthDocument.class),
            Map.entry("Problem", ProblemDocument.class));

    private final JsonNode description = served();

    @Test
    void hasExactlyTheRoutes() {
        Set<String> described = new TreeSet<>();
        description
                .path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(
                                method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        Set<String> routed = new Routes(new StubProxy().ports())
                .all().stream()
                        .map(route -> route.method() + " " + route.path())
                        .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(routed, described);
    }

    @Test
    void hasExactlyTheDocuments() {
        Set<String> described = new TreeSet<>();
        description.at("/components/schemas").fieldNames().forEachRemaining(described::add);
        assertEquals(new TreeSet<>(SCHEMAS.keySet()), described);
    }

    @Test
    void hasExactlyTheMembers() {
        SCHEMAS.forEach((name, document) -> {
            JsonNode schema = description.at("/components/schemas").path(name);
            assertEquals(
                    names(document, true), strings(schema.path("properties").fieldNames()), name);
            if (document != ExplainRequest.class) {
                List<String> required = new ArrayList<>();
                schema.path("required").forEach(member -> required.add(member.asText()));
                assertEquals(names(document, false), required, "required of " + name);
            }
        });
    }

    @Test
    void hasExactlyTheProblemCodes() {
        List<String> described = new ArrayList<>();
        description
                .at("/components/schemas/Problem/properties/code/enum")
                .forEach(code -> described.add(code.asText()));
        List<String> codes = Stream.of(ProblemCode.values())
                .map(code -> code.name().toLowerCase(Locale.ROOT))
                .toList();
        assertEquals(codes, described);
    }

    @Test
    void everyReferenceResolves() {
        List<JsonNode> references = description.findValues("$ref");
        assertEquals(
                List.of(),
                references.stream()
                        .map(JsonNode::asText)
                        .filter(reference ->
                                description.at(reference.substring(1)).isMissingNode())
                        .toList());
    }

    private static List<String> names(Class<? extends Record> document, boolean alsoOptional) {
        return Arrays.stream(document.getRecordComponents())
                .filter(component -> alsoOptional || !isNullable(component))
                .map(component ->
                        component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT))
                .toList();
    }

    private static boolean isNullable(RecordComponent component) {
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    private static List<String> strings(Iterator<String> names) {
        List<String> list = new ArrayList<>();
        names.forEachRemaining(list::add);
        return list;
    }

    private static JsonNode served() {
        try (AdminServer server = AdminServer.start(new AdminConfig("127.0.0.1", 0), new StubProxy().ports());
                Client client = new Client(server)) {
            return new ObjectMapper().readTree(client.get("/v1/openapi.json").body());
        } catch (IOException malformed) {
            throw new UncheckedIOException(malformed);
        }
    }
}
