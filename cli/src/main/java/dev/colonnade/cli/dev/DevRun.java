package dev.colonnade.cli.dev;

import dev.colonnade.cli.console.CommandFailure;
import dev.colonnade.cli.console.Console;
import dev.colonnade.topology.PhysicalShard;
import dev.colonnade.topology.PhysicalShardId;
import dev.colonnade.topology.Topology;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of {@code colonnade dev}: servers, sample and proxy come up in this order and go down in the reverse. */
public final class DevRun {
    private static final Logger LOG = LoggerFactory.getLogger(DevRun.class);
    private static final String LOOPBACK = "127.0.0.1";

    private final Options options;
    private final ProxyLauncher proxies;
    private final Console console;
    private final StopList stopList;
    private final Progress progress;

    /**
     * What the user has asked for.
     *
     * @param topology the topology as declared
     * @param shards how many databases; as many as declared if empty
     * @param port where clients connect
     * @param adminPort where the admin API answers
     * @param data the folder under which each fleet has one of its own
     * @param fresh whether to throw away what an earlier run has left there
     * @param binaries where PostgreSQL's programs are unpacked, once
     */
    public record Options(
            Topology topology,
            Optional<Integer> shards,
            int port,
            int adminPort,
            Path data,
            boolean fresh,
            Path binaries) {}

    /** Everything that the run starts is put on the list, which may be closed at any time. */
    public DevRun(Options options, ProxyLauncher proxies, Console console, StopList stopList) {
        this.options = options;
        this.proxies = proxies;
        this.console = console;
        this.stopList = stopList;
        this.progress = new Progress(console);
    }

    /** Starts everything and returns when it can be used. */
    public void start() throws Exception {
        requireFree(options.port(), "--port");
        requireFree(options.adminPort(), "--admin-port");
        int count = options.shards().orElse(options.topology().physicalShards().size());
        Topology declared = ShardSpread.over(options.topology(), count);
        DataFolder folder = openData(declared);
        List<EmbeddedShard> shards = startShards(declared, folder);
        Topology topology = at(declared, shards);
        Optional<Sample> wanted = Sample.of(topology.database());
        boolean load = wanted.isPresent() && !folder.isLoaded(wanted.get().version());
        if (load) {
            progress.step("Creating the sample's tables", () -> {
                SampleSchema.create(wanted.get(), topology, shards);
                return folder;
            });
        }
        ProxyHandle proxy = progress.step("Starting the proxy", () -> {
            ProxyHandle started = proxies.start(topology, EmbeddedShard.USER, options.port(), options.adminPort());
            stopList.add(started);
            return started;
        });
        if (load) {
            load(wanted.get(), url(topology, proxy), shards, folder);
        }
        announce(topology, proxy, folder);
    }

    private DataFolder openData(Topology topology) throws IOException, CommandFailure, InterruptedException {
        String name = topology.database() + "-" + topology.physicalShards().size();
        DataFolder folder = DataFolder.open(options.data().resolve(name));
        stopList.add(folder);
        LeftoverServer.end(folder.shardsOnDisk());
        if (options.fresh()) {
            folder.empty();
        }
        folder.claim(layout(topology));
        return folder;
    }

    /** What decides where a row lives: addresses don't. */
    private static String layout(Topology topology) {
        Map<PhysicalShardId, PhysicalShard> anywhere = new LinkedHashMap<>();
        for (PhysicalShardId id : topology.physicalShards().keySet()) {
            anywhere.put(id, new PhysicalShard(id, LOOPBACK, 1, topology.database()));
        }
        return topology.withPhysicalShards(anywhere).contentHash();
    }

    private List<EmbeddedShard> startShards(Topology topology, DataFolder folder) throws Exception {
        List<String> ids = topology.physicalShards().keySet().stream()
                .map(PhysicalShardId::value)
                .toList();
        EmbeddedFleet fleet = new EmbeddedFleet(stopList);
        String servers = ids.size() == 1 ? "1 PostgreSQL server" : ids.size() + " PostgreSQL servers";
        return progress.step(
                "Starting " + servers, () -> fleet.start(ids, topology.database(), folder, options.binaries()));
    }

    private static Topology at(Topology declared, List<EmbeddedShard> shards) {
        Map<PhysicalShardId, PhysicalShard> addresses = new LinkedHashMap<>();
        for (EmbeddedShard shard : shards) {
            PhysicalShardId id = new PhysicalShardId(shard.id());
            addresses.put(id, new PhysicalShard(id, LOOPBACK, shard.port(), declared.database()));
        }
        return declared.withPhysicalShards(addresses);
    }

    private void load(Sample sample, String url, List<EmbeddedShard> shards, DataFolder folder)
            throws SQLException, IOException {
        long rows = progress.step("Loading the sample through the proxy", () -> {
            try (Connection connection = DriverManager.getConnection(url)) {
                return SampleRows.load(sample, connection);
            }
        });
        SampleSchema.analyze(shards);
        folder.noteLoaded(sample.version());
        console.say("%,d rows", rows);
    }

    private static String url(Topology topology, ProxyHandle proxy) {
        return "jdbc:postgresql://" + LOOPBACK + ":" + proxy.port() + "/" + topology.database() + "?user="
                + EmbeddedShard.USER;
    }

    private void announce(Topology topology, ProxyHandle proxy, DataFolder folder) {
        console.say("");
        console.say("Ready after %.1f s. Ctrl-C stops everything; the data stay in %s", progress.seconds(), folder);
        console.say("  JDBC   %s", url(topology, proxy));
        console.say(
                "  psql   psql -h %s -p %d -U %s %s", LOOPBACK, proxy.port(), EmbeddedShard.USER, topology.database());
        console.say("  shell  bin/colonnade sql --port %d --database %s", proxy.port(), topology.database());
        console.say("  admin  http://%s:%d/v1/topology", LOOPBACK, proxy.adminPort());
        for (PhysicalShard shard : topology.physicalShards().values()) {
            console.say(
                    "  shard  %s: psql -h %s -p %d -U %s %s",
                    shard.id(), shard.host(), shard.port(), EmbeddedShard.USER, shard.database());
        }
    }

    private static void requireFree(int port, String option) throws CommandFailure {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            LOG.debug("{} is free", probe);
        } catch (IOException e) {
            throw new CommandFailure(
                    "port " + port + " can't be listened on (" + e.getMessage()
                            + "): stop what uses it, or choose another with " + option,
                    e);
        }
    }
}
