package dev.colonnade.planner;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.colonnade.planner.physical.Reuse;
import dev.colonnade.planner.plan.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Plans by exact text, and plans by fingerprint that serve all texts which differ in literals, blanks and comments; under one topology,
 * catalogue and search path. Bounded by bytes; what is seldom asked for is not let in at the limit, so that a flood of texts doesn't drive out
 * what is hot. Keys are compared as a whole. Thread-safe, no locks on reading.
 */
final class PlanCache {
    /** Longer texts are planned each time: they are bulk inserts, whose next text is another one. */
    static final int TEXT_LENGTH_MAX = 32 * 1024;

    /** Plans of one fingerprint: one for each combination of the literals that were looked at. The oldest goes. */
    private static final int VARIANTS_MAX = 32;

    /** What a plan of a common statement takes, in bytes, with its keys and the cache's own share. */
    private static final long BYTES_COMMON = 6_400;

    private static final int ENTRY_BYTES = 400;

    private final Cache<Key, Entry> texts;
    private final Cache<Key, Shape> shapes;
    private final LongAdder textHits = new LongAdder();
    private final LongAdder shapeHits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder evictions = new LongAdder();

    /** @param statementsMax about how many statements of common length are kept; half of the room is for texts, half for fingerprints */
    PlanCache(int statementsMax) {
        long bytes = Math.max(1, statementsMax * BYTES_COMMON / 2);
        texts = Caffeine.newBuilder()
                .maximumWeight(bytes)
                .weigher((Key key, Entry entry) -> ENTRY_BYTES + 2 * key.text().length() + entry.bytes())
                .evictionListener(
                        (@Nullable Key key, @Nullable Entry entry, RemovalCause cause) -> evictions.increment())
                .executor(Runnable::run)
                .build();
        shapes = Caffeine.newBuilder()
                .maximumWeight(bytes)
                .weigher((Key key, Shape shape) -> ENTRY_BYTES + 2 * key.text().length() + shape.bytes())
                .evictionListener(
                        (@Nullable Key key, @Nullable Shape shape, RemovalCause cause) -> evictions.increment())
                .executor(Runnable::run)
                .build();
    }

    /** @param text a statement, or its fingerprint */
    record Key(String text, PlanContext.Scope scope) {}

    /** What planning came to. */
    sealed interface Entry {
        record Made(Planned planned) implements Entry {}

        record Refused(Refusal refusal) implements Entry {}

        private int bytes() {
            return switch (this) {
                case Made(Planned planned) -> planned.bytes();
                case Refused(Refusal refusal) ->
                    500 + refusal.message().length() + refusal.detail().length();
            };
        }
    }

    /** The plans of one fingerprint, the newest first. */
    record Shape(List<Reuse> variants) {
        Shape {
            variants = List.copyOf(variants);
        }

        private int bytes() {
            return variants.stream().mapToInt(Reuse::bytes).sum();
        }

        private Shape with(Reuse newest) {
            List<Reuse> all = new ArrayList<>(variants.size() + 1);
            all.add(newest);
            all.addAll(variants.subList(0, Math.min(variants.size(), VARIANTS_MAX - 1)));
            return new Shape(all);
        }
    }

    @Nullable
    Entry text(Key key) {
        Entry entry = texts.getIfPresent(key);
        if (entry != null) {
            textHits.increment();
        }
        return entry;
    }

    boolean hasText(Key key) {
        return texts.getIfPresent(key) != null;
    }

    @Nullable
    Shape shape(Key key) {
        return shapes.getIfPresent(key);
    }

    void shapeHit() {
        shapeHits.increment();
    }

    void missed() {
        misses.increment();
    }

    void put(Key text, Entry entry) {
        texts.put(text, entry);
    }

    /** Two threads that add at once lose one of the two: it is planned again. */
    void put(Key fingerprint, Reuse reuse) {
        Shape known = shapes.getIfPresent(fingerprint);
        shapes.put(fingerprint, known == null ? new Shape(List.of(reuse)) : known.with(reuse));
    }

    PlanCacheFigures figures() {
        return new PlanCacheFigures(
                texts.estimatedSize(),
                shapes.estimatedSize(),
                weight(texts) + weight(shapes),
                textHits.sum(),
                shapeHits.sum(),
                misses.sum(),
                evictions.sum());
    }

    private static long weight(Cache<?, ?> cache) {
        return cache.policy()
                .eviction()
                .map(eviction -> eviction.weightedSize().orElse(0))
                .orElse(0L);
    }
}
