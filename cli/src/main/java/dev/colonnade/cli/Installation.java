package dev.colonnade.cli;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the commands may know of the machine they run on; the one place that reads system properties and environment.
 *
 * @param home the folder that holds {@code conf/}: the launcher's, or the working directory without a launcher
 * @param interactive whether a person types on standard input; the launcher knows, Java can't tell on every version
 * @param cache where unpacked binaries are kept between runs
 * @param password the value of PGPASSWORD
 * @param user the name of the operating system's user
 */
record Installation(
        Path home,
        boolean interactive,
        Path cache,
        @Nullable String password,
        String user) {

    static Installation fromSystem() {
        Map<String, String> environment = System.getenv();
        String user = System.getProperty("user.name", "nobody");
        return new Installation(
                Path.of(System.getProperty("colonnade.home", ""))
                        .toAbsolutePath()
                        .normalize(),
                Boolean.getBoolean("colonnade.interactive"),
                cache(environment, user),
                environment.get("PGPASSWORD"),
                user);
    }

    private static Path cache(Map<String, String> environment, String user) {
        String xdg = environment.get("XDG_CACHE_HOME");
        Path base = xdg == null || xdg.isEmpty()
                ? Path.of(System.getProperty("user.home", "")).resolve(".cache")
                : Path.of(xdg);
        // Accounts without a home (nobody, many containers') still have a temporary folder.
        Path existing = base;
        while (existing != null && !existing.toFile().exists()) {
            existing = existing.getParent();
        }
        boolean usable =
                base.isAbsolute() && existing != null && existing.toFile().canWrite();
        return usable
                ? base.resolve("colonnade")
                : Path.of(System.getProperty("java.io.tmpdir", "/tmp")).resolve("colonnade-" + user);
    }

    /** The sample configuration of that name. */
    Path conf(String name) {
        return home.resolve("conf").resolve(name);
    }
}
