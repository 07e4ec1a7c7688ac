
    // What our productions hand to each other: the place of the last expression with the parentheses around it; of the last operator.
    private SqlParserPos outer = SqlParserPos.ZERO;
    private SqlParserPos lastOperator = SqlParserPos.ZERO;
    private boolean qualifiedOperator;
    private boolean insidePosition;
    private boolean insideSubstring;
    private boolean escapeAllowed;
    private boolean unqualified;
    private String stopWord = "";
    private String lastType = "";

    /** Starts over with these tokens. */
    public void start(${parser.class}TokenManager tokens) {
        insidePosition = false;
        insideSubstring = false;
        escapeAllowed = false;
        setIdentifierMaxLength(Integer.MAX_VALUE);
        setUnquotedCasing(Casing.UNCHANGED);
        setQuotedCasing(Casing.UNCHANGED);
        setConformance(SqlConformanceEnum.BABEL);
        ReInit(tokens);
    }

    // ---- looking at tokens -----------------------------------------------------------------------------------------------------------

    private int pgKind(int n) {
        return getToken(n).kind;
    }

    /** Whether the n-th token ahead is this unquoted word, which isn't a keyword of its own. */
    private boolean pgWord(int n, String word) {
        return ((PgToken) getToken(n)).isWord(word);
    }

    private SqlParserPos pgOuter() {
        return outer;
    }

    private boolean pgDmlAhead(int n) {
        return pgWord(n, "insert") || pgWord(n, "update") || pgWord(n, "delete") || pgWord(n, "merge");
    }

    private boolean pgClauseAhead() {
        int kind = getToken(1).kind;
        return kind == LIMIT || kind == OFFSET || kind == FETCH || kind == FOR;
    }

    /** Behind the CTEs of WITH: does an INSERT, UPDATE, DELETE or MERGE follow? */
    private boolean pgDmlBehindWith(int n) {
        return getToken(n).kind == WITH && ((PgToken) getToken(n)).dmlBehindWith();
    }

    private boolean pgEndOfSelectList() {
        switch (getToken(1).kind) {
        case FROM: case EOF: case RPAREN: case WHERE: case GROUP: case HAVING: case WINDOW: case UNION: case INTERSECT: case EXCEPT:
        case ORDER: case LIMIT: case OFFSET: case FETCH: case FOR: case INTO: case ON: case RETURNING:
            return true;
        default:
            return false;
        }
    }

    private boolean pgQuantifierAhead() {
        int kind = getToken(1).kind;
        return (kind == ANY || kind == ALL || kind == SOME) && getToken(2).kind == LPAREN;
    }

    private boolean pgPrefixAhead() {
        switch (getToken(1).kind) {
        case PLUS: case MINUS: case NOT: case PG_OP:
            return true;
        default:
            return pgWord(1, "operator") && getToken(2).kind == LPAREN;
        }
    }

    /** An operator in infix or postfix position. */
    private boolean pgOperatorAhead() {
        switch (getToken(1).kind) {
        case PLUS: case MINUS: case STAR: case SLASH: case PERCENT_REMAINDER: case CARET: case PG_OP:
        case EQ: case LT: case GT: case LE: case GE: case NE:
        case AND: case OR: case IS: case ISNULL: case NOTNULL: case LIKE: case ILIKE: case COLLATE: case OVERLAPS:
            return true;
        case SIMILAR:
            return !insideSubstring;
        case IN:
            return !insidePosition;
        case NOT:
            switch (getToken(2).kind) {
            case IN: case LIKE: case ILIKE: case SIMILAR:
                return true;
            default:
                return pgWord(2, "between");
            }
        case IDENTIFIER:
            return pgWord(1, "between")
                || pgWord(1, "at") && (pgWord(2, "time") && pgWord(3, "zone") || pgWord(2, "local"))
                || pgWord(1, "operator") && getToken(2).kind == LPAREN
                || pgWord(1, "escape") && escapeAllowed;
        default:
            return false;
        }
    }

    /** A word that may be an alias without AS. */
    private boolean pgBareLabelAhead() {
        PgToken t = (PgToken) getToken(1);
        switch (t.kind) {
        case IDENTIFIER:
            return !t.needsAs();
        case ARRAY: case AS: case EXCEPT: case FETCH: case FOR: case FROM: case GROUP: case HAVING: case INTERSECT: case INTO: case ISNULL:
        case LIMIT: case NOTNULL: case OFFSET: case ON: case ORDER: case OVERLAPS: case RETURNING: case UNION: case WHERE: case WINDOW:
        case WITH:
            return false;
        default:
            return t.isWritten();
        }
    }

    private boolean pgJoinAhead() {
        switch (getToken(1).kind) {
        case JOIN: case INNER: case LEFT: case RIGHT: case FULL: case CROSS: case NATURAL:
            return true;
        default:
            return false;
        }
    }

    private boolean pgAliasAhead() {
        return getToken(1).kind == AS || getToken(1).kind == IDENTIFIER;
    }

    private boolean pgSetOperationAhead() {
        int kind = getToken(1).kind;
        return kind == UNION || kind == INTERSECT || kind == EXCEPT;
    }


    private SqlParserPos pgOuterOf(SqlNode tableRef) {
        return tableRef.getParserPosition();
    }

    private boolean insideRowsFrom() {
        return ((PgToken) getToken(1)).insideRowsFrom();
    }

    private boolean pgWindowNameAhead() {
        return getToken(1).kind == IDENTIFIER
            && !(pgWord(1, "partition") && getToken(2).kind == BY)
            && !((pgWord(1, "rows") || pgWord(1, "range") || pgWord(1, "groups")) && getToken(2).kind != RPAREN && getToken(2).kind != ORDER);
    }

    private boolean pgSpecialCallAhead() {
        if (getToken(1).kind != IDENTIFIER) {
            return false;
        }
        if (pgWord(1, "collation")) {
            return getToken(2).kind == FOR && getToken(3).kind == LPAREN;
        }
        return getToken(2).kind == LPAREN
            && (pgWord(1, "extract") || pgWord(1, "substring") || pgWord(1, "position") || pgWord(1, "trim")
                || pgWord(1, "overlay") || pgWord(1, "treat"));
    }

    private boolean pgLikeAhead(int n) {
        int kind = getToken(n).kind;
        return kind == LIKE || kind == ILIKE || kind == SIMILAR;
    }

    private boolean pgBehindParen(String word) {
        return ((PgToken) getToken(1)).isBehindParenOf(word);
    }

    private boolean pgBehindCollationFor() {
        return ((PgToken) getToken(1)).isBehindCollationFor();
    }

    private boolean pgSubstringWordAhead() {
        int kind = getToken(1).kind;
        return kind == FROM || kind == FOR || kind == COMMA || kind == SIMILAR || pgWord(1, "placing") || pgWord(1, "escape");
    }

    private boolean pgQueryAhead() {
        int kind = getToken(1).kind;
        return kind == SELECT || kind == WITH || kind == VALUES || kind == TABLE;
    }

    /** Words where otherwise an argument of this function stands. */
    private boolean pgStandardWordAhead(String function) {
        switch (function) {
        case "xmlelement": case "xmlpi":
            return pgBehindParen(function) && pgWord(1, "name");
        case "xmlparse": case "xmlserialize":
            return pgBehindParen(function) && (pgWord(1, "document") || pgWord(1, "content"));
        case "xmlroot":
            return pgWord(1, "version") || pgWord(1, "standalone");
        default:
            return pgKind(1) == RETURNING || pgKind(1) == DEFAULT_;
        }
    }

    private boolean pgUniqueKeysAhead() {
        return (pgKind(1) == WITH || pgWord(1, "without")) && pgWord(2, "unique");
    }

    /** NFC and its like, the second argument of NORMALIZE: no column. */
    private boolean pgNormalFormAhead() {
        return getToken(2).kind == RPAREN && ((PgToken) getToken(1)).isNormalForm();
    }
