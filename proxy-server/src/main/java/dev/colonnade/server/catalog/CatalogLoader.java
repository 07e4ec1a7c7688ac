package dev.colonnade.server.catalog;

import dev.colonnade.planner.catalog.SchemaCatalog;
import dev.colonnade.planner.catalog.SchemaCatalog.Collation;
import dev.colonnade.planner.catalog.SchemaCatalog.SessionStart;
import dev.colonnade.topology.PhysicalShardId;
import dev.colonnade.topology.Topology;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Reads the catalogue from its home and the object identifiers from all databases. Thread-safe; blocks. */
public final class CatalogLoader {
    private final ControlConnections connections;
    private final Supplier<Topology> topology;

    /** Reads what the topology that is current at the time of each reading names. */
    public CatalogLoader(ControlConnections connections, Supplier<Topology> topology) {
        this.connections = connections;
        this.topology = topology;
    }

    /**
     * Reads everything anew. The schema's version is that of the previous one where nothing has changed, else the next. Of a
     * database that doesn't answer, what was known stays. If the catalogue home doesn't answer, this fails and the previous
     * schema stays valid; but the first time of all, the first database that answers stands in for it.
     *
     * @throws SQLException if no schema can be read
     */
    public CatalogSnapshot load(CatalogSnapshot previous) throws SQLException {
        Topology now = topology.get();
        PhysicalShardId home = now.catalogHome();
        Survey<Contents> survey = Survey.ask(
                now.physicalShards().values(),
                connections,
                (shard, connection) -> contents(connection, shard.id().equals(home)));
        PhysicalShardId source = home;
        if (!survey.answers().containsKey(home)) {
            SQLException failure = Objects.requireNonNull(survey.failures().get(home));
            boolean first = previous.schema().version() == 0;
            source = survey.answers().keySet().stream()
                    .filter(shard -> first)
                    .findFirst()
                    .orElseThrow(() -> failure);
        }
        Map<PhysicalShardId, ShardOids> oids = new HashMap<>(previous.oids());
        oids.keySet().retainAll(now.physicalShards().keySet());
        survey.answers().forEach((shard, contents) -> oids.put(shard, contents.oids()));
        Optional<SchemaCatalog> schema =
                Objects.requireNonNull(survey.answers().get(source)).schema();
        SchemaCatalog read = schema.isPresent() ? schema.get() : standIn(now, source);
        return CatalogSnapshot.of(numbered(read, previous.schema()), source, oids);
    }

    private SchemaCatalog standIn(Topology now, PhysicalShardId shard) throws SQLException {
        try (Connection connection = connections.open(
                        Objects.requireNonNull(now.physicalShards().get(shard)));
                CatalogTransaction catalog = new CatalogTransaction(connection)) {
            return schema(catalog);
        }
    }

    /** What one database says; the schema only where it was asked for. */
    private record Contents(ShardOids oids, Optional<SchemaCatalog> schema) {}

    private static Contents contents(Connection connection, boolean withSchema) throws SQLException {
        try (CatalogTransaction catalog = new CatalogTransaction(connection)) {
            return new Contents(ShardOids.load(catalog), withSchema ? Optional.of(schema(catalog)) : Optional.empty());
        }
    }

    private static SchemaCatalog schema(CatalogTransaction catalog) throws SQLException {
        Map<Integer, Collation> collations = CollationReader.read(catalog);
        FunctionReader functions = FunctionReader.read(catalog);
        Set<String> schemas = new HashSet<>();
        catalog.forEach("SELECT nspname FROM pg_namespace", row -> schemas.add(row.getString("nspname")));
        List<SessionStart> start = new ArrayList<>();
        catalog.forEach(
                "SELECT session_user, reset_val FROM pg_settings WHERE name = 'search_path'",
                row -> start.add(new SessionStart(row.getString("session_user"), row.getString("reset_val"))));
        return new SchemaCatalog(
                0,
                schemas,
                start.getFirst(),
                RelationReader.read(catalog, collations),
                functions.builtIn(),
                functions.user(),
                collations.getOrDefault(CollationReader.DEFAULT_COLLATION, Collation.OTHER));
    }

    private static SchemaCatalog numbered(SchemaCatalog read, SchemaCatalog previous) {
        SchemaCatalog same = withVersion(read, previous.version());
        boolean unchanged = previous.version() > 0 && same.equals(previous);
        return unchanged ? previous : withVersion(read, previous.version() + 1);
    }

    private static SchemaCatalog withVersion(SchemaCatalog schema, long version) {
        return new SchemaCatalog(
                version,
                schema.schemas(),
                schema.start(),
                schema.relations(),
                schema.functions(),
                schema.userFunctions(),
                schema.defaultCollation());
    }
}
