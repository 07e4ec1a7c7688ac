package dev.colonnade.it.sqltest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.colonnade.it.wire.Endpoint;
import dev.colonnade.it.wire.RawConnection;
import dev.colonnade.it.wire.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One side's session: runs a step in a mode and hands back every message of the answer. Reconnects when asked. Not thread-safe. */
final class Session implements AutoCloseable {
    private static final Pattern PARAMETER = Pattern.compile("\\$(\\d+)");
    private static final int TEXT = 0;
    private static final int BINARY = 1;

    private final Endpoint endpoint;
    private @Nullable RawConnection connection;
    private char status = 'I';
    private int statementNumber;
    /** Rows per Execute of the portal that is being read; 0 for all. */
    private int portalRows;

    Session(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    /** The answers to a statement, one per execution. */
    List<List<Reply>> run(Step step, SqlTest.Mode mode, int fetch) {
        List<List<Param>> executions = step.params().isEmpty() ? List.of(List.of()) : step.params();
        List<List<Reply>> answers = new ArrayList<>();
        switch (mode) {
            case SIMPLE -> {
                for (List<Param> params : executions) {
                    open().query(inlined(step.sql(), params)).flush();
                    answers.add(finish(step, false));
                }
            }
            case EXTENDED_TEXT -> {
                for (List<Param> params : executions) {
                    open().parse("", step.sql(), oids(params));
                    bindAndExecute("", params, TEXT, fetch);
                    answers.add(finish(step, true));
                }
            }
            case EXTENDED_BINARY -> answers.addAll(prepared(step, executions, fetch));
        }
        return answers;
    }

    private List<List<Reply>> prepared(Step step, List<List<Param>> executions, int fetch) {
        List<List<Reply>> answers = new ArrayList<>();
        String name = "s" + ++statementNumber;
        open().parse(name, step.sql(), oids(executions.getFirst()))
                .describe('S', name)
                .sync()
                .flush();
        List<Reply> described = readAll();
        if (described.stream().anyMatch(Reply.ErrorResponse.class::isInstance) || !alive()) {
            return List.of(described);
        }
        for (List<Param> params : executions) {
            bindAndExecute(name, params, BINARY, fetch);
            List<Reply> answer = new ArrayList<>(answers.isEmpty() ? described : List.of());
            answer.addAll(finish(step, true));
            answers.add(answer);
            if (!alive()) {
                return answers;
            }
        }
        open().forget('S', name).sync().flush();
        answers.add(readAll());
        return answers;
    }

    private void bindAndExecute(String statement, List<Param> params, int resultFormat, int fetch) {
        List<Integer> formats = new ArrayList<>();
        List<@Nullable String> values = new ArrayList<>();
        for (Param param : params) {
            boolean binary = resultFormat == BINARY && param.binaryBytes().isPresent();
            formats.add(binary ? BINARY : TEXT);
            values.add(binary ? param.binaryBytes().orElseThrow() : param.textBytes());
        }
        String portal = fetch > 0 ? "p" : "";
        open().bind(portal, statement, formats, values, resultFormat)
                .describe('P', portal)
                .execute(portal, fetch);
        if (fetch == 0) {
            open().sync();
        } else {
            open().flushRequest();
        }
        open().flush();
        portalRows = fetch;
    }

    /** Reads the answer, feeding COPY and asking a suspended portal for more. */
    private List<Reply> finish(Step step, boolean extended) {
        if (extended && portalRows > 0) {
            return fetchAll();
        }
        List<Reply> replies = new ArrayList<>(readAll());
        while (replies.getLast() instanceof Reply.CopyInResponse) {
            if (!step.copyData().isEmpty()) {
                open().copyData(new String(step.copyData().getBytes(UTF_8), ISO_8859_1));
            }
            open().copyDone();
            if (extended) {
                open().sync();
            }
            open().flush();
            replies.addAll(readAll());
        }
        return replies;
    }

    private List<Reply> fetchAll() {
        List<Reply> replies = new ArrayList<>();
        boolean more = true;
        while (more) {
            Reply reply = open().read();
            replies.add(reply);
            switch (reply) {
                case Reply.Bare bare -> {
                    if (bare.type() == 's') {
                        open().execute("p", portalRows).flushRequest().flush();
                    }
                    more = bare.type() != 'I';
                }
                case Reply.CommandComplete complete -> more = false;
                case Reply.ErrorResponse error -> more = false;
                case Reply.Closed closed -> more = false;
                case Reply.TimedOut timedOut -> more = false;
                default -> {}
            }
        }
        portalRows = 0;
        if (replies.getLast() instanceof Reply.Closed || replies.getLast() instanceof Reply.TimedOut) {
            reset();
            return replies;
        }
        open().sync().flush();
        replies.addAll(readAll());
        return replies;
    }

    private List<Reply> readAll() {
        List<Reply> replies = open().readUntilReady();
        switch (replies.getLast()) {
            case Reply.ReadyForQuery ready -> status = ready.status();
            case Reply.Closed closed -> reset();
            case Reply.TimedOut timedOut -> reset();
            default -> {}
        }
        return replies;
    }

    /** A statement of the simple protocol whose answer only matters for its status. */
    List<Reply> plain(String sql) {
        open().query(sql).flush();
        return readAll();
    }

    char status() {
        return status;
    }

    boolean alive() {
        return connection != null;
    }

    /** The next statement starts a fresh session. */
    void reset() {
        if (connection != null) {
            connection.close();
        }
        connection = null;
        status = 'I';
        portalRows = 0;
    }

    @Override
    public void close() {
        reset();
    }

    private RawConnection open() {
        RawConnection current = connection;
        if (current == null) {
            current = RawConnection.open(endpoint);
            connection = current;
        }
        return current;
    }

    private static List<Integer> oids(List<Param> params) {
        return params.stream().map(Param::oid).toList();
    }

    static String inlined(String sql, List<Param> params) {
        Matcher matcher = PARAMETER.matcher(sql);
        return params.isEmpty()
                ? sql
                : matcher.replaceAll(found -> Matcher.quoteReplacement(
                        params.get(Integer.parseInt(found.group(1)) - 1).literal()));
    }
}
