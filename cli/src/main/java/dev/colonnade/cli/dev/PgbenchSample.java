package dev.colonnade.cli.dev;

import dev.colonnade.topology.TableName;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The tables that {@code pgbench} works on, at scale 1, as its manual page describes them. */
final class PgbenchSample implements Sample {
    private static final int ACCOUNTS = 100_000;
    private static final int TELLERS = 10;

    @Override
    public String version() {
        return "pgbench scale 1";
    }

    @Override
    public List<Table> tables() {
        return List.of(
                table(
                        "pgbench_branches",
                        "bid int PRIMARY KEY, bbalance int, filler char(88)",
                        List.of("bid", "bbalance", "filler"),
                        () -> Stream.of(CopyLine.of(1, 0, null))),
                table(
                        "pgbench_tellers",
                        "tid int PRIMARY KEY, bid int, tbalance int, filler char(84)",
                        List.of("tid", "bid", "tbalance", "filler"),
                        () -> IntStream.rangeClosed(1, TELLERS).mapToObj(tid -> CopyLine.of(tid, 1, 0, null))),
                table(
                        "pgbench_accounts",
                        "aid int PRIMARY KEY, bid int, abalance int, filler char(84)",
                        List.of("aid", "bid", "abalance", "filler"),
                        () -> IntStream.rangeClosed(1, ACCOUNTS).mapToObj(aid -> CopyLine.of(aid, 1, 0, ""))),
                table(
                        "pgbench_history",
                        "tid int, bid int, aid int, delta int, mtime timestamp, filler char(22)",
                        List.of("tid", "bid", "aid", "delta", "mtime", "filler"),
                        Stream::empty));
    }

    private static Table table(String name, String columns, List<String> given, Supplier<Stream<String>> rows) {
        return new Table(TableName.of(name), List.of("CREATE TABLE " + name + " (" + columns + ")"), given, rows);
    }
}
