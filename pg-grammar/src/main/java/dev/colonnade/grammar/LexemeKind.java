package dev.colonnade.grammar;

/** What a lexer must tell of a token. */
public enum LexemeKind {
    /** An unquoted word; its text is folded to lower case. */
    WORD,
    /** A quoted identifier; its text is decoded. */
    QUOTED_WORD,
    /** A string constant of any spelling. */
    STRING,
    /** {@code B'..'} or {@code X'..'}. */
    BIT_STRING,
    INTEGER,
    NUMERIC,
    /** {@code $n}. */
    PARAMETER,
    /** An operator of any length, {@code ::}, {@code :=} and {@code =>} among them. */
    OPERATOR,
    /** One of {@code ( ) [ ] , ; . :}. */
    PUNCTUATION,
    /** What can't be a token of PostgreSQL; no statement with it is parsed. */
    ERROR
}
