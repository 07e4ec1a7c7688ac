package dev.colonnade.server.session;

import dev.colonnade.execution.pool.SessionSettings;
import java.util.ArrayList;
import java.util.List;

/** What settings go back to when a transaction or a part of it is rolled back. */
final class SettingsFrames {
    private final List<Frame> frames = new ArrayList<>();

    private record Frame(String savepoint, SessionSettings settings) {}

    void begin(SessionSettings now) {
        frames.clear();
        frames.add(new Frame("", now));
    }

    void savepoint(String name, SessionSettings now) {
        frames.add(new Frame(name, now));
    }

    void release(String name) {
        int at = lastIndexOf(name);
        if (at > 0) {
            frames.subList(at, frames.size()).clear();
        }
    }

    SessionSettings rollBackTo(String name, SessionSettings now) {
        int at = lastIndexOf(name);
        if (at <= 0) {
            return now;
        }
        SessionSettings before = frames.get(at).settings();
        frames.subList(at + 1, frames.size()).clear();
        return before;
    }

    /** What a rollback of the whole transaction goes back to. */
    SessionSettings atBegin(SessionSettings now) {
        return frames.isEmpty() ? now : frames.getFirst().settings();
    }

    /** The settings after COMMIT or ROLLBACK. */
    SessionSettings end(boolean commit, SessionSettings now) {
        SessionSettings before = frames.isEmpty() ? now : frames.getFirst().settings();
        frames.clear();
        return commit ? now : before;
    }

    private int lastIndexOf(String name) {
        for (int i = frames.size() - 1; i > 0; i--) {
            if (frames.get(i).savepoint().equals(name)) {
                return i;
            }
        }
        return -1;
    }
}
