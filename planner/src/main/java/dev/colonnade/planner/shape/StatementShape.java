package dev.colonnade.planner.shape;

import dev.colonnade.planner.ast.Span;
import dev.colonnade.planner.ast.Statement;
import dev.colonnade.topology.PhysicalShardId;
import dev.colonnade.topology.TableName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A statement, understood.
 *
 * @param requirements of its sharded occurrences, each distinct one once
 * @param places the same by where the occurrences stand: one that is read more than once, as a WITH query, has several
 * @param homes the databases that have tables it names which are nowhere else
 * @param references the reference tables it names
 * @param unsharded the tables it names that one database has
 * @param sharded the sharded tables it names
 * @param unknown names that neither topology nor catalogue know
 * @param catalogue whether it reads pg_catalog or information_schema
 * @param readings the literals that keys were read from
 * @param query of SELECT and VALUES; null for others
 * @param dml of a statement that changes data; null for others
 */
public record StatementShape(
        List<KeyRequirement> requirements,
        Map<Span, List<KeyRequirement>> places,
        Set<PhysicalShardId> homes,
        Set<TableName> references,
        Set<TableName> unsharded,
        Set<TableName> sharded,
        Set<TableName> unknown,
        boolean catalogue,
        List<KeyReadings.Read> readings,
        @Nullable QueryShape query,
        @Nullable DmlShape dml) {

    /** @throws dev.colonnade.planner.plan.PlanningException where something in it is refused wherever it runs */
    public static StatementShape of(Statement statement, World world, AstNodes nodes) {
        Shaping shaping = new Shaping(world, nodes);
        QueryShaper queries = new QueryShaper(shaping);
        QueryShape query = null;
        DmlShape dml = null;
        if (statement instanceof Statement.Select select) {
            query = queries.shape(select.query(), Surroundings.top());
        } else {
            dml = new DmlShaper(shaping, queries).shape(statement, Surroundings.top());
        }
        Set<KeyRequirement> requirements = new LinkedHashSet<>();
        Map<Span, List<KeyRequirement>> places = new HashMap<>();
        Set<TableName> sharded = new LinkedHashSet<>();
        for (Shaping.Occurrence occurrence : shaping.occurrences) {
            sharded.add(occurrence.table().name());
            if (dml != null && !dml.rows().isEmpty() && dml.keyNodes().equals(occurrence.keys())) {
                // each row of VALUES is routed by itself
                continue;
            }
            KeyRequirement requirement = new KeyRequirement(
                    occurrence.table().placement().colo(),
                    occurrence.keys().stream()
                            .map(key -> shaping.graph.predicateOf(key).map(shaping.terms::resolved))
                            .toList());
            requirements.add(requirement);
            places.computeIfAbsent(occurrence.place(), place -> new ArrayList<>())
                    .add(requirement);
        }
        return new StatementShape(
                List.copyOf(requirements),
                places,
                shaping.homes,
                shaping.references,
                shaping.unsharded,
                sharded,
                shaping.unknown,
                shaping.catalogue,
                shaping.readings.all(),
                query,
                dml == null ? null : resolved(dml, shaping));
    }

    private static DmlShape resolved(DmlShape dml, Shaping shaping) {
        List<DmlShape.InsertedRow> rows = dml.rows().stream()
                .map(row -> new DmlShape.InsertedRow(
                        row.row(),
                        row.keys().stream()
                                .map(key -> key.map(shaping.terms::resolved))
                                .toList()))
                .toList();
        return new DmlShape(
                dml.target(),
                dml.keyNodes(),
                dml.scope(),
                dml.classes(),
                dml.source(),
                dml.input(),
                dml.inputColumns(),
                rows);
    }
}
