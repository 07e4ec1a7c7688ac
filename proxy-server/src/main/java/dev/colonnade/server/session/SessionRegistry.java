package dev.colonnade.server.session;

import java.security.SecureRandom;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** All sessions of the proxy by the process id that clients see; how a CancelRequest finds its session. Thread-safe. */
public final class SessionRegistry {
    private final ConcurrentHashMap<Integer, ClientSession> sessions = new ConcurrentHashMap<>();
    private final AtomicInteger nextProcessId = new AtomicInteger(1000);
    private final SecureRandom random;

    public SessionRegistry(SecureRandom random) {
        this.random = random;
    }

    int nextProcessId() {
        return nextProcessId.getAndIncrement() & Integer.MAX_VALUE;
    }

    byte[] newSecret() {
        byte[] secret = new byte[4];
        random.nextBytes(secret);
        return secret;
    }

    void add(ClientSession session) {
        sessions.put(session.processId(), session);
    }

    void remove(ClientSession session) {
        sessions.remove(session.processId(), session);
    }

    /** Cancels what the session with this key is running; a wrong key does nothing, as in PostgreSQL. */
    void cancel(int processId, byte[] secret) {
        ClientSession session = sessions.get(processId);
        if (session != null && java.security.MessageDigest.isEqual(session.secret(), secret)) {
            session.cancel();
        }
    }

    public int size() {
        return sessions.size();
    }

    public Collection<ClientSession> all() {
        return List.copyOf(sessions.values());
    }
}
