package dev.colonnade.server.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.colonnade.execution.transaction.CommitPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one configuration file and what it names; used once. */
final class ConfigReader {
    private static final String TRUST = "trust";
    private static final String SCRAM = "scram-sha-256";
    private static final int PORT_MAX = 65_535;
    private static final Duration MILLISECOND = Duration.ofMillis(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final long MEGABYTE = 1L << 20;

    private final Path file;
    private final Map<String, String> environment;
    private final List<ConfigProblem> problems = new ArrayList<>();

    ConfigReader(Path file, Map<String, String> environment) {
        this.file = file;
        this.environment = environment;
    }

    ProxyConfig read() {
        Section root = new Section(file.toString(), "", parse(), problems);
        ProxyConfig.Listen listen = listen(root.section("listen"));
        ProxyConfig config = new ProxyConfig(
                listen,
                admin(root.section("admin")),
                authentication(root, listen),
                servers(root.section("servers")),
                pool(root.section("pool")),
                limits(root.section("limits")),
                transactions(root.section("transactions")),
                root.integer("event_loops", ProxyConfig.defaultEventLoops(), 1, 1_024));
        if (!problems.isEmpty()) {
            throw new InvalidConfigException(problems);
        }
        return config;
    }

    private ObjectNode parse() {
        YAMLMapper yaml = YAMLMapper.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        try {
            JsonNode root = yaml.readTree(Files.readString(file));
            if (root instanceof ObjectNode mapping) {
                return mapping;
            }
            if (!root.isMissingNode() && !root.isNull()) {
                fileProblem("expected a mapping with keys such as " + String.join(", ", ProxyConfig.SECTIONS));
            }
        } catch (JsonProcessingException e) {
            var location = e.getLocation();
            String where = location == null ? "" : "line " + location.getLineNr() + ": ";
            fileProblem(where + e.getOriginalMessage());
        } catch (IOException e) {
            fileProblem(reason(e));
        }
        return JsonNodeFactory.instance.objectNode();
    }

    private static ProxyConfig.Listen listen(Section section) {
        var listen = new ProxyConfig.Listen(
                section.text("host", ProxyConfig.Listen.HOST),
                section.integer("port", ProxyConfig.Listen.PORT, 0, PORT_MAX));
        section.finish();
        return listen;
    }

    private ProxyConfig.Admin admin(Section section) {
        String host = section.text("host", ProxyConfig.Admin.HOST);
        int port = section.integer("port", ProxyConfig.Admin.PORT, 0, PORT_MAX);
        String tokenFile = section.text("token_file");
        Secret token = tokenFile == null ? null : secretFile(section, "token_file", tokenFile);
        if (tokenFile == null && !isLoopback(host)) {
            section.problem(
                    "token_file", null, "needed where admin.host isn't a loopback address (it is " + host + ")");
        }
        section.finish();
        return new ProxyConfig.Admin(host, port, token);
    }

    private Authentication authentication(Section root, ProxyConfig.Listen listen) {
        String method = root.text("auth");
        String usersFile = root.text("users_file");
        if (SCRAM.equals(method)) {
            if (usersFile == null) {
                root.problem("users_file", null, "needed by auth: " + SCRAM);
                return new Authentication.Trust();
            }
            Path path = resolve(usersFile);
            String users = readFile(root, "users_file", path);
            return new Authentication.ScramSha256(path, Secret.of(users == null ? "" : users));
        }
        if (usersFile != null) {
            root.problem("users_file", null, "used only by auth: " + SCRAM);
        }
        if (method == null && !isLoopback(listen.host())) {
            root.problem(
                    "auth",
                    null,
                    "needed where listen.host isn't a loopback address (it is " + listen.host() + "): " + SCRAM
                            + ", or " + TRUST + " to let in everybody who can reach it");
        } else if (method != null && !method.equals(TRUST)) {
            root.notOneOf("auth", method, List.of(TRUST, SCRAM));
        }
        return new Authentication.Trust();
    }

    private ProxyConfig.Servers servers(Section section) {
        ProxyConfig.Servers otherwise = ProxyConfig.Servers.DEFAULT;
        var servers = new ProxyConfig.Servers(
                section.text("user", otherwise.user()),
                password(section),
                section.duration("connect_timeout", otherwise.connectTimeout(), MILLISECOND, Duration.ofMinutes(10)));
        section.finish();
        return servers;
    }

    private @Nullable Secret password(Section section) {
        String variable = section.text("password_env");
        String passwordFile = section.text("password_file");
        Secret password = section.secret("password");
        int given = (variable == null ? 0 : 1) + (passwordFile == null ? 0 : 1) + (password == null ? 0 : 1);
        if (given > 1) {
            section.problem("password", null, "expected only one of password_env, password_file and password");
        }
        if (variable != null) {
            String value = environment.get(variable);
            if (value == null) {
                section.problem("password_env", null, "the environment has no variable " + variable);
                return null;
            }
            return Secret.of(value);
        }
        return passwordFile == null ? password : secretFile(section, "password_file", passwordFile);
    }

    private static ProxyConfig.Pool pool(Section section) {
        ProxyConfig.Pool otherwise = ProxyConfig.Pool.DEFAULT;
        var pool = new ProxyConfig.Pool(
                section.integer("size_per_shard", otherwise.sizePerShard(), 1, 10_000),
                section.duration("queue_timeout", otherwise.queueTimeout(), MILLISECOND, DAY),
                section.duration("idle_timeout", otherwise.idleTimeout(), Duration.ofSeconds(1), DAY),
                section.duration("max_age", otherwise.maxAge(), Duration.ofSeconds(1), Duration.ofDays(365)));
        section.finish();
        return pool;
    }

    private static ProxyConfig.Limits limits(Section section) {
        ProxyConfig.Limits otherwise = ProxyConfig.Limits.DEFAULT;
        var limits = new ProxyConfig.Limits(
                (int) section.bytes("message_bytes", otherwise.messageBytes(), 1 << 16, 1L << 30),
                section.integer("sessions", otherwise.sessions(), 1, 1_000_000),
                section.duration("startup_timeout", otherwise.startupTimeout(), MILLISECOND, Duration.ofHours(1)),
                section.bytes("merge_bytes", otherwise.mergeBytes(), MEGABYTE, MEGABYTE << 20),
                section.integer("motion_rows", otherwise.motionRows(), 0, Integer.MAX_VALUE),
                section.bytes("motion_bytes", otherwise.motionBytes(), MEGABYTE, MEGABYTE << 20),
                section.integer("statements_per_session", otherwise.statementsPerSession(), 1, 1_000_000),
                section.integer("plan_cache_entries", otherwise.planCacheEntries(), 1, 10_000_000));
        section.finish();
        return limits;
    }

    private static ProxyConfig.Transactions transactions(Section section) {
        ProxyConfig.Transactions otherwise = ProxyConfig.Transactions.DEFAULT;
        Map<String, CommitPolicy> policies = new LinkedHashMap<>();
        for (CommitPolicy policy : CommitPolicy.values()) {
            policies.put(policy.name().toLowerCase(Locale.ROOT), policy);
        }
        String name = section.text("several_shards");
        CommitPolicy policy = name == null ? otherwise.severalShards() : policies.get(name);
        if (policy == null) {
            section.notOneOf("several_shards", String.valueOf(name), List.copyOf(policies.keySet()));
        }
        var transactions = new ProxyConfig.Transactions(
                policy == null ? otherwise.severalShards() : policy,
                section.duration("recover_after", otherwise.recoverAfter(), MILLISECOND, DAY));
        section.finish();
        return transactions;
    }

    /** A file that holds one secret; the line end that editors add isn't part of it. */
    private @Nullable Secret secretFile(Section section, String key, String name) {
        String text = readFile(section, key, resolve(name));
        if (text == null) {
            return null;
        }
        String secret = text.replaceFirst("\\r?\\n$", "");
        if (secret.isEmpty()) {
            section.problem(key, null, resolve(name) + " is empty");
        }
        return Secret.of(secret);
    }

    private @Nullable String readFile(Section section, String key, Path path) {
        try {
            return Files.readString(path, StandardCharsets.UTF_8);
        } catch (IOException e) {
            section.problem(key, null, path + ": " + reason(e));
            return null;
        }
    }

    private Path resolve(String name) {
        return file.resolveSibling(name);
    }

    private void fileProblem(String expected) {
        problems.add(new ConfigProblem(file.toString(), "", null, expected, null));
    }

    private static String reason(IOException e) {
        return e instanceof NoSuchFileException ? "there is no such file" : "can't be read: " + e;
    }

    /** Judged by its text: a name is not looked up, so any other than localhost counts as reachable. */
    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.equals("::1") || host.matches("127(\\.\\d{1,3}){3}");
    }
}
