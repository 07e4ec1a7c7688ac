package dev.colonnade.cli.dev;

import dev.colonnade.cli.console.CommandFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder in which one fleet keeps its data: a folder and a server log per shard, and notes about what is in them. Locked while it is
 * open, so that two runs never start servers on the same data.
 */
final class DataFolder implements AutoCloseable {
    /** The fleet's shape, written before the first server starts. */
    private static final String LAYOUT = "layout";

    /** Written after the last row of the sample, so that an interrupted load is seen and made again. */
    private static final String LOADED = "loaded";

    private final Path path;
    private final FileChannel lockFile;

    private DataFolder(Path path, FileChannel lockFile) {
        this.path = path;
        this.lockFile = lockFile;
    }

    /** Makes the folder if there is none, and locks it. */
    static DataFolder open(Path path) throws IOException, CommandFailure {
        FileChannel channel = openLock(path);
        if (lock(channel).isEmpty()) {
            channel.close();
            throw new CommandFailure(path
                    + " is in use by another 'colonnade dev': stop that one, or name another folder with --data-dir");
        }
        return new DataFolder(path, channel);
    }

    private static FileChannel openLock(Path path) throws CommandFailure {
        try {
            Files.createDirectories(path);
            return FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new CommandFailure(
                    "no data can be kept in " + path + " (" + e + "): name another folder with --data-dir", e);
        }
    }

    /** The operating system drops the lock with the process, however that ends. */
    private static Optional<FileLock> lock(FileChannel channel) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException e) {
            return Optional.empty();
        }
    }

    /** Where the shard's server has its data. */
    Path shard(String id) {
        return path.resolve(id);
    }

    /** Where the shard's server writes its log. */
    Path log(String id) {
        return path.resolve(id + ".log");
    }

    /** The end of the shard's log, as far as it can be read. */
    List<String> lastLogLines(String id, int lines) {
        try {
            List<String> all = Files.readAllLines(log(id));
            return all.subList(Math.max(0, all.size() - lines), all.size());
        } catch (IOException e) {
            return List.of("(no log: " + e + ")");
        }
    }

    /** Every shard folder that is there, whether or not the fleet of today has such a shard. */
    List<Path> shardsOnDisk() throws IOException {
        try (Stream<Path> entries = Files.list(path)) {
            return entries.filter(entry -> Files.exists(entry.resolve("PG_VERSION")))
                    .toList();
        }
    }

    /** Notes the fleet's shape in a new folder, and refuses a folder that was made for another. */
    void claim(String layout) throws IOException, CommandFailure {
        Optional<String> found = read(LAYOUT);
        if (found.isEmpty()) {
            Files.writeString(path.resolve(LAYOUT), layout);
        } else if (!found.get().equals(layout)) {
            throw new CommandFailure(path + " holds data that another topology has placed: --fresh throws it away, "
                    + "--data-dir names another folder\n  there: " + found.get() + "\n  asked: " + layout);
        }
    }

    boolean isLoaded(String sample) throws IOException {
        return read(LOADED).equals(Optional.of(sample));
    }

    void noteLoaded(String sample) throws IOException {
        Files.writeString(path.resolve(LOADED), sample);
    }

    /** Throws away everything but the lock; no server may run on it. */
    void empty() throws IOException {
        try (Stream<Path> entries = Files.list(path)) {
            for (Path entry : entries.filter(e -> !e.endsWith("lock")).toList()) {
                delete(entry);
            }
        }
    }

    /** Removes what is left of an initdb that didn't come to its end: a server can't start on it. */
    void dropIncomplete(String id) throws IOException {
        Path data = shard(id);
        // Ours, because PostgreSQL's own marker, PG_VERSION, is among the first things that initdb writes.
        if (Files.exists(data) && !Files.exists(note(id))) {
            delete(data);
        }
    }

    void noteInitialized(String id) throws IOException {
        if (!Files.exists(note(id))) {
            Files.createFile(note(id));
        }
    }

    private Path note(String id) {
        return path.resolve(id + ".initialized");
    }

    @Override
    public void close() throws IOException {
        lockFile.close();
    }

    @Override
    public String toString() {
        return path.toString();
    }

    private Optional<String> read(String note) throws IOException {
        Path file = path.resolve(note);
        return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    }

    private static void delete(Path tree) throws IOException {
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
