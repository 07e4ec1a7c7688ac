package dev.colonnade.cli;

import dev.colonnade.cli.console.CommandFailure;
import dev.colonnade.cli.console.Console;
import dev.colonnade.cli.dev.DevRun;
import dev.colonnade.cli.dev.StopList;
import dev.colonnade.topology.Topology;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "dev",
        description = "Start embedded PostgreSQL servers with a sample database, and a proxy before them.")
final class DevCommand implements Callable<Integer> {
    private static final int SHARDS_MAX = 64;

    private final Console console;
    private final Installation installation;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--topology", paramLabel = "FILE", description = "Default: conf/shop.yaml of the installation")
    private @Nullable Path topologyFile;

    @Option(
            names = "--shards",
            paramLabel = "N",
            description = "How many databases, 1 to " + SHARDS_MAX + ". Default: as many as the topology has (shop: 4)")
    private @Nullable Integer shards;

    @Option(names = "--port", defaultValue = "6432", description = "Where clients connect. Default: ${DEFAULT-VALUE}")
    private int port;

    @Option(
            names = "--admin-port",
            defaultValue = "8432",
            description = "Where the admin API answers. Default: ${DEFAULT-VALUE}")
    private int adminPort;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "Where the data stay between runs. Default: .colonnade/dev of the installation")
    private @Nullable Path data;

    @Option(names = "--fresh", description = "Throw away the data of earlier runs first.")
    private boolean fresh;

    DevCommand(Console console, Installation installation) {
        this.console = console;
        this.installation = installation;
    }

    @Override
    public Integer call() throws Exception {
        checkRange("--shards", shards == null ? 1 : shards, 1, SHARDS_MAX);
        checkRange("--port", port, 0, 65_535);
        checkRange("--admin-port", adminPort, 0, 65_535);
        DevRun.Options options = new DevRun.Options(
                topology(),
                Optional.ofNullable(shards),
                port,
                adminPort,
                data != null
                        ? data.toAbsolutePath().normalize()
                        : installation.home().resolve(".colonnade/dev"),
                fresh,
                installation.cache().resolve("postgresql"));
        try (StopList stopList = new StopList()) {
            stopList.stopWithProcess();
            try {
                new DevRun(options, Wiring::startForDevelopment, console, stopList).start();
            } catch (Exception e) {
                if (!stopList.stopping()) {
                    throw e;
                }
                Logging.detail(e);
            }
            stopList.awaitStop();
        }
        return 0;
    }

    private Topology topology() throws CommandFailure {
        Path file = topologyFile != null ? topologyFile : installation.conf("shop.yaml");
        if (!Files.isReadable(file)) {
            throw new CommandFailure("there is no topology file " + file + ": --topology names one");
        }
        return Wiring.topology(file);
    }

    private void checkRange(String option, int value, int min, int max) {
        if (value < min || value > max) {
            throw new ParameterException(spec.commandLine(), option + " " + value + ": expected " + min + " to " + max);
        }
    }
}
