package dev.colonnade.it.sqltest;

import dev.colonnade.it.fleet.FleetDatabase;
import dev.colonnade.it.fleet.FleetLayout;
import dev.colonnade.it.fleet.HostileFleet;
import dev.colonnade.it.fleet.ShardedTable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * After a write: is what lies in the databases, read directly, what the oracle holds, each row once and on the database that owns it? Columns
 * that differ by nature (clocks) are the test author's care.
 */
public final class ContentCheck {
    private final HostileFleet fleet;
    private final boolean standIn;

    /** For a fleet; standIn: compare with the fleet's second plain PostgreSQL, not with its shards */
    public ContentCheck(HostileFleet fleet, boolean standIn) {
        this.fleet = fleet;
        this.standIn = standIn;
    }

    /** What differs in these tables; empty if nothing does. */
    public String differences(List<ShardedTable> tables) {
        List<String> found = new ArrayList<>();
        for (ShardedTable table : tables) {
            if (standIn) {
                compare(
                        table.name(),
                        fleet.oracle().rows(table.name()),
                        fleet.standIn().rows(table.name()),
                        found);
            } else {
                compareShards(table, found);
            }
        }
        return String.join("; ", found);
    }

    private void compareShards(ShardedTable table, List<String> found) {
        List<String> expected = fleet.oracle().rows(table.name());
        switch (table.home()) {
            case REFERENCE -> {
                for (FleetDatabase shard : fleet.shards()) {
                    compare(
                            table.name() + " on " + shard.endpoint().database(),
                            expected,
                            shard.rows(table.name()),
                            found);
                }
            }
            case UNSHARDED -> {
                for (int i = 0; i < FleetLayout.DATABASES; i++) {
                    compare(
                            table.name() + " on database " + i,
                            i == FleetLayout.HOME_DATABASE ? expected : List.of(),
                            fleet.shards().get(i).rows(table.name()),
                            found);
                }
            }
            case CUSTOMER, DOCUMENT, LOGIN, DEVICE -> {
                List<String> all = new ArrayList<>();
                for (int i = 0; i < FleetLayout.DATABASES; i++) {
                    all.addAll(fleet.shards().get(i).rows(table.name()));
                    strangers(table, i, found);
                }
                compare(table.name(), expected, all, found);
            }
        }
    }

    private void strangers(ShardedTable table, int database, List<String> found) {
        ShardedTable.Home home = table.home();
        String sql = "SELECT DISTINCT " + home.placeSql() + ", " + home.keyColumn() + " FROM " + table.name();
        for (String line : fleet.shards().get(database).query(sql)) {
            String[] columns = line.split("\t", -1);
            int owner = FleetLayout.owner(home, Integer.parseInt(columns[0]));
            if (owner != database) {
                found.add(table.name() + " has key " + columns[1] + " on database " + database + " (expected: " + owner
                        + ")");
            }
        }
    }

    private static void compare(String what, List<String> expected, List<String> actual, List<String> found) {
        List<String> left = sorted(expected);
        List<String> right = sorted(actual);
        if (!left.equals(right)) {
            Function<List<String>, Function<List<String>, List<String>>> without = one -> other -> {
                List<String> rest = new ArrayList<>(one);
                other.forEach(rest::remove);
                return rest.subList(0, Math.min(2, rest.size()));
            };
            found.add(what + " holds " + right.size() + " rows (expected: " + left.size() + "); missing "
                    + without.apply(left).apply(right) + ", surplus "
                    + without.apply(right).apply(left));
        }
    }

    private static List<String> sorted(List<String> lines) {
        List<String> sorted = new ArrayList<>(lines);
        sorted.sort(null);
        return sorted;
    }
}
