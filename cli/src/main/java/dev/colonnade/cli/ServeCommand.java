package dev.colonnade.cli;

import dev.colonnade.cli.console.Console;
import dev.colonnade.cli.dev.StopList;
import dev.colonnade.server.ProxyServer;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "serve",
        description = "Run the proxy before databases that are there already, until SIGTERM or Ctrl-C.")
final class ServeCommand implements Callable<Integer> {
    private final Console console;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            required = true,
            description = "Settings and topology; conf/colonnade.yaml is an example.")
    private Path file = Path.of("");

    ServeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        Wiring.Configuration configuration = Wiring.configuration(file);
        try (StopList stopList = new StopList()) {
            stopList.stopWithProcess();
            ProxyServer server = Wiring.start(configuration);
            stopList.add(server);
            console.say(
                    "Serving %s on %s:%d, admin API on %s:%d",
                    configuration.topology().database(),
                    configuration.proxy().listen().host(),
                    server.port(),
                    configuration.proxy().admin().host(),
                    server.adminPort());
            stopList.awaitStop();
        }
        return 0;
    }
}
