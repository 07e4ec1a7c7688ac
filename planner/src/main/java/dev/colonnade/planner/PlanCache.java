package dev.colonnade.planner;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.colonnade.planner.plan.PlanningException;
import dev.colonnade.planner.plan.Refusal;
import dev.colonnade.topology.TopologyEpoch;
import java.util.List;
import java.util.function.Supplier;

/** Plans by exact text, under one topology, catalogue and search path. Thread-safe. */
final class PlanCache {
    /** Longer texts are planned each time: they are bulk inserts, whose next text is another one. */
    private static final int TEXT_LENGTH_MAX = 32 * 1024;
    /** What a plan of no text weighs, in characters. */
    private static final int WEIGHT_MIN = 500;
    /** What a plan of common length weighs. */
    private static final long WEIGHT_COMMON = 1_000;

    private final Cache<Key, Entry> plans;

    /** At the limit the least useful plans are dropped. */
    PlanCache(int entriesMax) {
        plans = Caffeine.newBuilder()
                .maximumWeight(entriesMax * WEIGHT_COMMON)
                .weigher((Key key, Entry entry) -> WEIGHT_MIN + key.text().length())
                .executor(Runnable::run)
                .build();
    }

    private record Key(String text, TopologyEpoch epoch, long catalogVersion, List<String> searchPath) {}

    /** What planning came to. */
    private sealed interface Entry {
        record Made(Planned planned) implements Entry {}

        record Refused(Refusal refusal) implements Entry {}
    }

    /** @throws PlanningException as {@code planner} did */
    Planned get(String text, PlanContext context, Supplier<Planned> planner) {
        if (text.length() > TEXT_LENGTH_MAX) {
            return planner.get();
        }
        Key key = new Key(text, context.topology().epoch(), context.catalog().version(), context.searchPath());
        Entry entry = plans.getIfPresent(key);
        if (entry == null) {
            entry = made(planner);
            plans.put(key, entry);
        }
        return switch (entry) {
            case Entry.Made(Planned planned) -> planned;
            case Entry.Refused(Refusal refusal) -> throw new PlanningException(refusal);
        };
    }

    private static Entry made(Supplier<Planned> planner) {
        try {
            return new Entry.Made(planner.get());
        } catch (PlanningException e) {
            return new Entry.Refused(e.refusal());
        }
    }
}
