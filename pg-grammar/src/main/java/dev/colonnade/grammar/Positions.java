package dev.colonnade.grammar;

import org.apache.calcite.sql.parser.SqlParserPos;

/** Positions that count tokens: line 1, columns from 1, both ends included. */
final class Positions {
    private Positions() {}

    static SqlParserPos cover(SqlParserPos a, SqlParserPos b) {
        return new SqlParserPos(
                1, Math.min(a.getColumnNum(), b.getColumnNum()), 1, Math.max(a.getEndColumnNum(), b.getEndColumnNum()));
    }
}
