package dev.colonnade.grammar;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** A table in FROM or as a target. */
public final class PgTable extends PgNode {
    public final SqlIdentifier name;
    public final boolean only;
    public final @Nullable SqlIdentifier alias;
    public final @Nullable SqlNodeList columns;
    public final @Nullable SqlNode sample;

    public PgTable(
            SqlParserPos position,
            SqlIdentifier name,
            boolean only,
            @Nullable SqlIdentifier alias,
            @Nullable SqlNodeList columns,
            @Nullable SqlNode sample) {
        super(position, "table");
        this.name = name;
        this.only = only;
        this.alias = alias;
        this.columns = columns;
        this.sample = sample;
        add(sample);
    }

    /** With an alias as the grammar's production for aliases gives it: the alias first, then the columns. */
    public static PgTable of(
            SqlParserPos position,
            SqlIdentifier name,
            boolean only,
            @Nullable SqlNodeList alias,
            @Nullable SqlNode sample) {
        return new PgTable(position, name, only, Aliases.name(alias), Aliases.columns(alias), sample);
    }
}
