package dev.colonnade.execution.pool;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Gives each distinct prepared text its one {@link ServerStatement}. Thread-safe. Bounded: the least used are forgotten, and a text met
 * again afterwards is simply prepared under a new name.
 */
public final class StatementRegistry {
    private final Cache<Key, ServerStatement> statements;
    private final AtomicInteger nextId = new AtomicInteger(1);

    public StatementRegistry(int entriesMax) {
        statements = Caffeine.newBuilder()
                .maximumSize(entriesMax)
                .executor(Runnable::run)
                .build();
    }

    /**
     * The shared statement.
     *
     * @param foldedSettings the settings that PostgreSQL folds into a statement at Parse, as one string
     * @param catalogVersion statements of an older catalogue are prepared anew, so that a changed table never meets an old plan
     */
    public ServerStatement shared(String sql, int[] parameterTypes, String foldedSettings, long catalogVersion) {
        Key key = new Key(sql, parameterTypes, foldedSettings, catalogVersion);
        ServerStatement known = statements.getIfPresent(key);
        if (known != null) {
            return known;
        }
        return statements.get(key, k -> alone(sql, parameterTypes));
    }

    /** A statement that is shared with nobody. */
    public ServerStatement alone(String sql, int[] parameterTypes) {
        return new ServerStatement(nextId.getAndIncrement(), sql, parameterTypes);
    }

    private record Key(String sql, int[] parameterTypes, String foldedSettings, long catalogVersion) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key that
                    && catalogVersion == that.catalogVersion
                    && sql.equals(that.sql)
                    && Arrays.equals(parameterTypes, that.parameterTypes)
                    && foldedSettings.equals(that.foldedSettings);
        }

        @Override
        public int hashCode() {
            return sql.hashCode() * 31 + Arrays.hashCode(parameterTypes) + foldedSettings.hashCode() * 17;
        }
    }
}
