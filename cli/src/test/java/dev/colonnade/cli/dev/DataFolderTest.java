package dev.colonnade.cli.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.colonnade.cli.console.CommandFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

final class DataFolderTest {
    @TempDir
    private Path base;

    @Test
    void belongsToOneRunAtATime() throws Exception {
        Path path = base.resolve("new/shop-4");
        try (DataFolder held = DataFolder.open(path)) {
            String message = refusal(() -> DataFolder.open(path));
            assertTrue(message.contains(held.toString()) && message.contains("--data-dir"), message);
        }
        DataFolder.open(path).close();
    }

    @Test
    void belongsToOneLayout() throws Exception {
        try (DataFolder folder = DataFolder.open(base)) {
            folder.claim("four shards");
            folder.claim("four shards");
            String message = refusal(() -> folder.claim("two shards"));
            assertTrue(message.contains("--fresh"), message);
            folder.empty();
            folder.claim("two shards");
        }
    }

    @Test
    void remembersWhatIsLoaded() throws Exception {
        try (DataFolder folder = DataFolder.open(base)) {
            assertFalse(folder.isLoaded("sample 1"));
            folder.noteLoaded("sample 1");
            assertTrue(folder.isLoaded("sample 1"));
            assertFalse(folder.isLoaded("sample 2"));
        }
    }

    @Test
    void dropsAnInterruptedInitdb() throws Exception {
        try (DataFolder folder = DataFolder.open(base)) {
            Path data = Files.createDirectory(folder.shard("pg-1"));
            Files.writeString(data.resolve("PG_VERSION"), "17");
            folder.dropIncomplete("pg-1");
            assertFalse(Files.exists(data));
            Files.createDirectory(data);
            folder.noteInitialized("pg-1");
            folder.dropIncomplete("pg-1");
            assertTrue(Files.exists(data));
            assertEquals(0, folder.shardsOnDisk().size());
        }
    }

    private static String refusal(Executable refused) {
        return String.valueOf(assertThrows(CommandFailure.class, refused).getMessage());
    }
}
