package dev.colonnade.topology.store;

import dev.colonnade.topology.Colo;
import dev.colonnade.topology.ColoRule;
import dev.colonnade.topology.Identifiers;
import dev.colonnade.topology.PhysicalShardId;
import dev.colonnade.topology.TableName;
import dev.colonnade.topology.TablePlacement;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads where tables live, and the rules for those to come. Used once. */
final class TablesReader {
    private static final String NAME_EXPECTED =
            "expected a name, in double quotes if it has capitals or characters other than letters, digits and _";

    private final ShardNames shards;
    private final Map<String, Colo> colos;
    private final Set<String> brokenColos;
    private final PhysicalShardId catalogHome;
    private final List<Problem> problems;
    private final Map<TableName, TablePlacement> tables = new LinkedHashMap<>();

    /**
     * @param brokenColos whose definition is wrong, so that their tables aren't blamed for it
     * @param problems what is wrong is added to these
     */
    TablesReader(
            ShardNames shards,
            Map<String, Colo> colos,
            Set<String> brokenColos,
            PhysicalShardId catalogHome,
            List<Problem> problems) {
        this.shards = shards;
        this.colos = colos;
        this.brokenColos = brokenColos;
        this.catalogHome = catalogHome;
        this.problems = problems;
    }

    /** The tables that are right, in order. */
    Map<TableName, TablePlacement> tables(List<Entry> entries) {
        entries.forEach(this::table);
        return tables;
    }

    /** The rules that are right, in order. */
    List<ColoRule> rules(List<Entry> entries) {
        return entries.stream()
                .flatMap(entry -> sharded(entry.get("colo"), entry.get("columns")).stream())
                .map(sharded -> new ColoRule(sharded.colo().name(), sharded.keyColumns()))
                .toList();
    }

    private void table(Entry entry) {
        Optional<TableName> name = name(entry.key(), TableName::of);
        if (name.isEmpty()) {
            problems.add(entry.keyProblem(NAME_EXPECTED, List.of()));
        } else if (tables.containsKey(name.get())) {
            problems.add(entry.keyProblem("the table " + name.get() + " is declared already", List.of()));
        } else {
            placement(entry).ifPresent(placement -> tables.put(name.get(), placement));
        }
    }

    private Optional<? extends TablePlacement> placement(Entry entry) {
        Optional<Entry> reference = entry.find("reference");
        Optional<Entry> unsharded = entry.find("unsharded");
        boolean sharded = entry.find("colo").isPresent() && entry.find("key").isPresent();
        int keys = entry.node().size();
        if (sharded && keys == 2) {
            return sharded(entry.get("colo"), entry.get("key"));
        }
        if (reference.isPresent() && keys == 1 && reference.get().node().booleanValue()) {
            return Optional.of(new TablePlacement.Reference());
        }
        if (unsharded.isPresent() && keys == 1) {
            return unsharded(unsharded.get());
        }
        problems.add(entry.keyProblem(
                "expected either colo and key, or reference: true, or unsharded: a physical shard or true", List.of()));
        return Optional.empty();
    }

    private Optional<TablePlacement.Unsharded> unsharded(Entry entry) {
        if (!entry.node().isBoolean()) {
            return shards.find(entry).map(TablePlacement.Unsharded::new);
        }
        if (!entry.node().booleanValue()) {
            problems.add(entry.problem("expected a physical shard, or true for the catalogue home"));
            return Optional.empty();
        }
        return Optional.of(new TablePlacement.Unsharded(catalogHome));
    }

    /** A colo and the columns of its key, if the one exists and the others fit it. */
    private Optional<TablePlacement.Sharded> sharded(Entry coloName, Entry columns) {
        Optional<List<String>> names = columns(columns);
        Colo colo = colos.get(coloName.text());
        if (colo == null) {
            if (!brokenColos.contains(coloName.text())) {
                String message = colos.isEmpty() ? "no such colo: none is declared" : "no such colo";
                problems.add(coloName.problem(message, colos.keySet()));
            }
            return Optional.empty();
        }
        int expected = colo.keyTypes().size();
        if (names.isPresent() && names.get().size() != expected) {
            problems.add(columns.problem("the key has " + names.get().size() + " columns, that of colo " + colo.name()
                    + " has " + expected));
            return Optional.empty();
        }
        return names.map(keyColumns -> new TablePlacement.Sharded(colo, keyColumns));
    }

    /** The names of the columns, if all are ones and distinct. */
    private Optional<List<String>> columns(Entry columns) {
        Set<String> names = new LinkedHashSet<>();
        boolean right = true;
        for (Entry column : columns.oneOrMore()) {
            Optional<String> name = name(column.text(), Identifiers::parseOne);
            if (name.isEmpty()) {
                problems.add(column.problem(NAME_EXPECTED));
                right = false;
            } else if (!names.add(name.get())) {
                problems.add(column.problem("this column is in the key already"));
                right = false;
            }
        }
        return right ? Optional.of(List.copyOf(names)) : Optional.empty();
    }

    private static <T> Optional<T> name(String text, Function<String, T> parse) {
        try {
            return Optional.of(parse.apply(text));
        } catch (IllegalArgumentException notAName) {
            return Optional.empty();
        }
    }
}
