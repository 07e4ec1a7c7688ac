package dev.colonnade.execution.transaction;

import dev.colonnade.topology.PhysicalShardId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The two-phase commits that this proxy drives at the moment, and what it leaves to recovery. Thread-safe, never blocks. */
public final class Ledger {
    /** Commit rows waiting to be forgotten; beyond, they are left to whoever looks through the table. */
    private static final int FORGETTABLE_MAX = 100_000;

    private final String topology;
    private final String instance;
    private final AtomicLong number = new AtomicLong();
    private final Set<Gid> driven = ConcurrentHashMap.newKeySet();
    private final Map<Gid, Boolean> doubtful = new ConcurrentHashMap<>();
    private final Queue<Gid> forgettable = new ConcurrentLinkedQueue<>();
    private final AtomicInteger forgettableCount = new AtomicInteger();
    private volatile @Nullable Runnable onDoubt;

    /**
     * @param topology of the fleet, {@link Gid#topologyId}
     * @param instance 16 hexadecimal digits that no other start of a proxy has
     */
    public Ledger(String topology, String instance) {
        this.topology = topology;
        this.instance = instance;
    }

    public String topology() {
        return topology;
    }

    public String instance() {
        return instance;
    }

    /** Whom to call when a commit left something to recovery; never blocks the caller. */
    public void onDoubt(Runnable listener) {
        onDoubt = listener;
    }

    /** A new name; recovery leaves it alone until {@link #over}. */
    Gid begin(PhysicalShardId decision, int process) {
        Gid gid = new Gid(topology, instance, process, number.incrementAndGet(), decision);
        driven.add(gid);
        return gid;
    }

    void over(Gid gid, TwoPhaseCommit.Outcome outcome, boolean leavesDoubt) {
        if (leavesDoubt) {
            doubtful.put(gid, true);
            driven.remove(gid);
            Runnable listener = onDoubt;
            if (listener != null) {
                listener.run();
            }
            return;
        }
        driven.remove(gid);
        if (outcome == TwoPhaseCommit.Outcome.COMMITTED && forgettableCount.get() < FORGETTABLE_MAX) {
            forgettableCount.incrementAndGet();
            forgettable.add(gid);
        }
    }

    /** Whether a session of this proxy is at it. */
    public boolean drives(Gid gid) {
        return driven.contains(gid);
    }

    /** Left behind by a session of this proxy: nobody has to be waited for. */
    public boolean left(Gid gid) {
        return doubtful.containsKey(gid);
    }

    /** It isn't in doubt any more. */
    public void resolved(Gid gid) {
        doubtful.remove(gid);
    }

    /** Those whose decision row nobody needs any more; each is handed out once. */
    public List<Gid> takeForgettable() {
        List<Gid> taken = new ArrayList<>();
        for (Gid gid = forgettable.poll(); gid != null; gid = forgettable.poll()) {
            forgettableCount.decrementAndGet();
            taken.add(gid);
        }
        return taken;
    }
}
