package dev.colonnade.planner.motion;

import dev.colonnade.planner.ast.Span;
import dev.colonnade.planner.plan.FinalQuery;
import dev.colonnade.planner.plan.Fragment;
import dev.colonnade.planner.shape.Relation;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;

/** What to move of which tables, and what to run over it. Immutable. */
public final class Gathering {
    private final List<GatheredTable> tables;
    private final List<Set<Span>> places;
    private final FinalQuery then;

    Gathering(List<GatheredTable> tables, List<Set<Span>> places, FinalQuery then) {
        this.tables = List.copyOf(tables);
        this.places = List.copyOf(places);
        this.then = then;
    }

    public int count() {
        return tables.size();
    }

    public List<Fragment> fragments() {
        return tables.stream().map(GatheredTable::fragment).toList();
    }

    public FinalQuery then() {
        return then;
    }

    /** The table of a fragment. */
    public Relation relation(int fragment) {
        return tables.get(fragment).relation();
    }

    /** Where in the text the table of a fragment stands. */
    public Set<Span> places(int fragment) {
        return places.get(fragment);
    }

    /** What a database is asked that gives these fragments: one statement, so that all are of one moment. */
    public String branch(BitSet fragments) {
        List<String> arms = new ArrayList<>();
        fragments.stream().forEach(own -> {
            List<String> columns = new ArrayList<>(List.of(own + "::pg_catalog.int2 AS _f"));
            for (int i = 0; i < tables.size(); i++) {
                columns.addAll(tables.get(i).selected(i, i == own));
            }
            arms.add("SELECT " + String.join(", ", columns) + " FROM ("
                    + tables.get(own).source() + ") AS _t");
        });
        return String.join(" UNION ALL ", arms);
    }
}
