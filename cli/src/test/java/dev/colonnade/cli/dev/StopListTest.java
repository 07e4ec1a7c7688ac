package dev.colonnade.cli.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StopListTest {
    private final List<String> stopped = new ArrayList<>();

    @Test
    void stopsOnceInReverseWhateverFails() throws Exception {
        StopList list = new StopList();
        list.add(() -> stopped.add("first"));
        list.add(() -> {
            throw new IllegalStateException("second can't be stopped");
        });
        list.add(() -> stopped.add("third"));
        list.close();
        list.close();
        assertEquals(List.of("third", "first"), stopped);
        assertTrue(list.stopping());
        list.awaitStop();
    }

    @Test
    void stopsAtOnceWhatComesLate() {
        StopList list = new StopList();
        list.close();
        list.add(() -> stopped.add("late"));
        assertEquals(List.of("late"), stopped);
    }
}
