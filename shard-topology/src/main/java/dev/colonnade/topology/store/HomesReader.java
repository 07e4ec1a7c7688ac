package dev.colonnade.topology.store;

import dev.colonnade.topology.PhysicalShardId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reads where each logical shard of one colo lives. Used once. */
final class HomesReader {
    private static final String EVEN = "even";
    private static final Pattern RANGE = Pattern.compile("([0-9]{1,6})(?:-([0-9]{1,6}))?");

    private final ShardNames shards;
    private final int logicalShards;
    private final List<Problem> problems;

    /** @param problems what is wrong is added to these */
    HomesReader(ShardNames shards, int logicalShards, List<Problem> problems) {
        this.shards = shards;
        this.logicalShards = logicalShards;
        this.problems = problems;
    }

    /**
     * @param homeByShard the home of each logical shard
     * @param homes the distinct ones in declared order
     */
    record Homes(List<PhysicalShardId> homeByShard, List<PhysicalShardId> homes) {}

    /** Empty if something is wrong. */
    Optional<Homes> read(Entry entry) {
        int before = problems.size();
        Homes homes = homes(entry);
        return problems.size() > before ? Optional.empty() : Optional.of(homes);
    }

    /** The homes where a colo says nothing: all shards, evenly. */
    Homes even() {
        return even(List.copyOf(shards.ids()));
    }

    private Homes homes(Entry entry) {
        if (entry.node().isArray()) {
            return onePerLogicalShard(entry);
        }
        if (entry.node().isObject()) {
            Optional<Entry> even = entry.find(EVEN);
            return even.isPresent() && entry.node().size() == 1 ? even(even.get()) : ranges(entry);
        }
        if (!entry.text().equals(EVEN)) {
            problems.add(entry.problem("expected even, a list, or a mapping of shards to ranges", List.of(EVEN)));
        }
        return even();
    }

    private Homes onePerLogicalShard(Entry entry) {
        List<PhysicalShardId> homes = entry.entries().stream().map(this::shard).toList();
        if (homes.size() != logicalShards) {
            problems.add(entry.problem(
                    "a list of " + homes.size() + " (expected: one for each of the " + logicalShards + " shards)"));
        }
        return new Homes(homes, List.copyOf(new LinkedHashSet<>(homes)));
    }

    private Homes even(Entry entry) {
        Set<PhysicalShardId> over = new LinkedHashSet<>();
        for (Entry element : entry.oneOrMore()) {
            Optional<PhysicalShardId> shard = shards.find(element);
            if (shard.isPresent() && !over.add(shard.get())) {
                problems.add(element.problem("this shard is in the list already"));
            }
        }
        if (entry.oneOrMore().isEmpty()) {
            problems.add(entry.problem("expected at least one shard"));
        }
        if (over.isEmpty()) {
            return even();
        }
        return even(List.copyOf(over));
    }

    /** Contiguous runs of lengths that differ by one at most. */
    private Homes even(List<PhysicalShardId> over) {
        List<PhysicalShardId> homeByShard = IntStream.range(0, logicalShards)
                .mapToObj(shard -> over.get((int) ((long) shard * over.size() / logicalShards)))
                .toList();
        return new Homes(homeByShard, List.copyOf(new LinkedHashSet<>(homeByShard)));
    }

    private Homes ranges(Entry entry) {
        @Nullable PhysicalShardId[] homeByShard = new @Nullable PhysicalShardId[logicalShards];
        List<PhysicalShardId> homes = new ArrayList<>();
        int before = problems.size();
        for (Entry member : entry.entries()) {
            PhysicalShardId home = shards.findKey(member).orElse(shards.first());
            for (Entry range : member.oneOrMore()) {
                if (fill(homeByShard, range, home) && !homes.contains(home)) {
                    homes.add(home);
                }
            }
        }
        List<PhysicalShardId> complete = new ArrayList<>();
        for (PhysicalShardId home : homeByShard) {
            if (home != null) {
                complete.add(home);
            }
        }
        if (complete.size() < logicalShards && problems.size() == before) {
            problems.add(entry.problem("no home for " + gap(homeByShard)));
        }
        return new Homes(complete, homes);
    }

    private boolean fill(@Nullable PhysicalShardId[] homeByShard, Entry range, PhysicalShardId home) {
        Matcher matcher =
                RANGE.matcher(range.node().isValueNode() ? range.text().strip() : "");
        if (!matcher.matches()) {
            problems.add(range.problem("expected a logical shard or a range of them such as 0-119"));
            return false;
        }
        int first = Integer.parseInt(matcher.group(1));
        int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
        if (first > last || last >= logicalShards) {
            problems.add(range.problem("expected a range within 0-" + (logicalShards - 1)));
            return false;
        }
        for (int shard = first; shard <= last; shard++) {
            if (homeByShard[shard] != null) {
                problems.add(range.problem("logical shard " + shard + " lives on " + homeByShard[shard] + " already"));
                return false;
            }
        }
        Arrays.fill(homeByShard, first, last + 1, home);
        return true;
    }

    /** The first run of logical shards without a home. */
    private static String gap(@Nullable PhysicalShardId[] homeByShard) {
        int first = 0;
        while (homeByShard[first] != null) {
            first++;
        }
        int last = first;
        while (last + 1 < homeByShard.length && homeByShard[last + 1] == null) {
            last++;
        }
        return first == last ? "logical shard " + first : "the logical shards " + first + "-" + last;
    }

    /** A shard that doesn't exist is a problem; the first stands in for it, so that the rest can be checked. */
    private PhysicalShardId shard(Entry entry) {
        return shards.find(entry).orElse(shards.first());
    }
}
