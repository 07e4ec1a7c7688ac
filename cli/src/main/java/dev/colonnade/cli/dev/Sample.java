package dev.colonnade.cli.dev;

import dev.colonnade.topology.TableName;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A database with made-up content, the same on every machine. */
sealed interface Sample permits ShopSample, PgbenchSample {

    /** Names the content: another text means other rows. */
    String version();

    /** The tables, each after those it refers to. */
    List<Table> tables();

    /**
     * One table of a sample.
     *
     * @param ddl what creates it and its indexes, in order
     * @param columns the columns that rows give, in their order
     * @param rows the rows, each a line of COPY's text format without the line end
     */
    record Table(TableName name, List<String> ddl, List<String> columns, Supplier<Stream<String>> rows) {
        public Table {
            ddl = List.copyOf(ddl);
            columns = List.copyOf(columns);
        }
    }

    /** The sample that belongs to a topology's database, if there is one. */
    static Optional<Sample> of(String database) {
        return switch (database) {
            case "shop" -> Optional.of(new ShopSample());
            case "pgbench" -> Optional.of(new PgbenchSample());
            default -> Optional.empty();
        };
    }
}
