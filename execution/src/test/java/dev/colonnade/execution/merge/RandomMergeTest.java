package dev.colonnade.execution.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.colonnade.execution.value.TextStyle;
import dev.colonnade.execution.value.TypeOids;
import dev.colonnade.planner.plan.RowMerge;
import dev.colonnade.planner.plan.RowMerge.Aggregate;
import dev.colonnade.planner.plan.RowMerge.AggregateKind;
import dev.colonnade.planner.plan.RowMerge.Column;
import dev.colonnade.planner.plan.RowMerge.MergeStep;
import dev.colonnade.planner.plan.RowMerge.SortKey;
import dev.colonnade.planner.plan.RowMerge.TagMerge;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random rows, random arrival, a sink that stops at random, against lists in memory. The caller reads a branch only while it is wanted,
 * so that a merge that waits for a branch it doesn't want never ends (and fails).
 */
class RandomMergeTest {
    private static final List<MergeColumn> COLUMNS = List.of(
            MergeColumn.text("label", TypeOids.TEXT),
            MergeColumn.text("count", TypeOids.INT8),
            MergeColumn.binary("", TypeOids.INT4),
            MergeColumn.binary("", TypeOids.INT8));
    private static final int HIDDEN = 2;

    /** A row: its key, and a count to add up. */
    private record Item(int branch, @Nullable Integer key, long count, String label) {}

    @AfterEach
    void nothingLeaks() {
        TestRows.assertNothingHeld();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void mergesAsListsDo(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 10; round++) {
            boolean descending = random.nextBoolean();
            boolean nullsFirst = random.nextBoolean();
            SortKey key = new SortKey(new Column.Hidden(0), descending, nullsFirst);
            Comparator<Integer> values = descending ? Comparator.reverseOrder() : Comparator.naturalOrder();
            Comparator<Item> order = Comparator.comparing(
                    Item::key, nullsFirst ? Comparator.nullsFirst(values) : Comparator.nullsLast(values));
            List<List<Item>> branches = branches(random, order);
            List<Item> all = branches.stream().flatMap(List::stream).toList();
            List<Item> sorted = all.stream().sorted(order).toList();
            int limit = random.nextInt(40);
            int offset = random.nextInt(10);

            assertEquals(
                    labels(all).stream().sorted().toList(),
                    run(random, branches, new MergeStep.Concat()).stream()
                            .sorted()
                            .toList());
            check(seed, random, branches, labels(sorted), sort(key));
            check(seed, random, branches, labels(sorted), new MergeStep.Sort(List.of(key)));
            check(
                    seed,
                    random,
                    branches,
                    labels(cut(sorted, limit, offset)),
                    sort(key),
                    new MergeStep.LimitOffset(limit, offset, List.of()));
            check(
                    seed,
                    random,
                    branches,
                    labels(withTies(sorted, limit, offset, order)),
                    sort(key),
                    new MergeStep.LimitOffset(limit, offset, List.of(key)));
            check(
                    seed,
                    random,
                    branches,
                    labels(firsts(sorted)),
                    sort(key),
                    new MergeStep.Distinct(List.of(new Column.Hidden(0))));
            check(seed, random, branches, counts(all), reaggregate());
            check(seed, random, branches, counts(sorted), sort(key), reaggregate());
        }
    }

    private static void check(
            long seed, Random random, List<List<Item>> branches, List<String> expected, MergeStep... steps) {
        List<String> actual = run(random, branches, steps);
        assertEquals(expected, actual, () -> "seed " + seed + " " + List.of(steps));
    }

    private static List<String> run(Random random, List<List<Item>> branches, MergeStep... steps) {
        List<String> out = new ArrayList<>();
        List<MergePipeline> self = new ArrayList<>();
        MemoryBudget budget = new MemoryBudget("budget", 64 << 20, null);
        MergePipeline pipeline = new MergePipeline(
                new RowMerge(HIDDEN, List.of(steps), TagMerge.ROWS_OUT),
                COLUMNS,
                branches.size(),
                body -> {
                    out.add(TestRows.text(body));
                    if (random.nextInt(20) == 0) {
                        self.getFirst().sinkWritable(false);
                    }
                },
                branch -> {},
                budget,
                TestRows.ALLOCATOR,
                TextStyle.DEFAULT);
        self.add(pipeline);
        int[] sent = new int[branches.size()];
        while (!pipeline.finished()) {
            int[] readable = IntStream.range(0, branches.size())
                    .filter(branch -> sent[branch] <= branches.get(branch).size() && pipeline.wants(branch))
                    .toArray();
            if (readable.length == 0 || random.nextInt(50) == 0) {
                int before = out.size();
                pipeline.sinkWritable(true);
                assertTrue(
                        readable.length > 0
                                || out.size() > before
                                || pipeline.finished()
                                || anyWanted(pipeline, branches, sent),
                        "standstill");
                continue;
            }
            int branch = readable[random.nextInt(readable.length)];
            if (sent[branch] == branches.get(branch).size()) {
                pipeline.branchDone(branch);
            } else {
                Item item = branches.get(branch).get(sent[branch]);
                pipeline.row(branch, TestRows.row(item.label, Long.toString(item.count), item.key, item.count));
            }
            sent[branch]++;
        }
        assertEquals(out.size(), pipeline.rowsOut());
        pipeline.close();
        assertEquals(0, budget.used());
        return out;
    }

    private static boolean anyWanted(MergePipeline pipeline, List<List<Item>> branches, int[] sent) {
        return IntStream.range(0, branches.size())
                .anyMatch(branch -> sent[branch] <= branches.get(branch).size() && pipeline.wants(branch));
    }

    private static List<List<Item>> branches(Random random, Comparator<Item> order) {
        List<List<Item>> branches = new ArrayList<>();
        int count = 1 + random.nextInt(6);
        int keys = 1 + random.nextInt(60);
        for (int branch = 0; branch < count; branch++) {
            List<Item> items = new ArrayList<>();
            int size = random.nextInt(4) == 0 ? 0 : random.nextInt(400);
            for (int i = 0; i < size; i++) {
                Integer key = random.nextInt(12) == 0 ? null : random.nextInt(keys) - keys / 2;
                items.add(new Item(branch, key, random.nextInt(100), branch + "." + i));
            }
            items.sort(order);
            branches.add(items);
        }
        return branches;
    }

    private static MergeStep sort(SortKey key) {
        return new MergeStep.MergeSort(List.of(key));
    }

    private static MergeStep reaggregate() {
        Aggregate count = new Aggregate(AggregateKind.COUNT, new Column.Visible(1), new Column.Hidden(1), null);
        return new MergeStep.Reaggregate(List.of(new Column.Hidden(0)), List.of(count));
    }

    private static List<Item> cut(List<Item> items, int limit, int offset) {
        return items.stream().skip(offset).limit(limit).toList();
    }

    private static List<Item> withTies(List<Item> sorted, int limit, int offset, Comparator<Item> order) {
        List<Item> cut = cut(sorted, limit, offset);
        if (cut.isEmpty()) {
            return cut;
        }
        Item last = cut.getLast();
        return sorted.stream()
                .skip(offset)
                .filter(item -> order.compare(item, last) <= 0)
                .toList();
    }

    private static List<Item> firsts(List<Item> items) {
        Map<@Nullable Integer, Item> firsts = new LinkedHashMap<>();
        items.forEach(item -> firsts.putIfAbsent(item.key, item));
        return List.copyOf(firsts.values());
    }

    private static List<String> counts(List<Item> items) {
        Map<@Nullable Integer, Long> sums = new LinkedHashMap<>();
        items.forEach(item -> sums.merge(item.key, item.count, Long::sum));
        List<String> rows = new ArrayList<>();
        firsts(items).forEach(first -> rows.add(first.label + "," + sums.get(first.key)));
        return rows;
    }

    private static List<String> labels(List<Item> items) {
        return items.stream().map(item -> item.label + "," + item.count).toList();
    }
}
