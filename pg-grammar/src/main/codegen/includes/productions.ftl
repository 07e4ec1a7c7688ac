<#-- PostgreSQL's query language, as far as Calcite's grammar differs. All choices are made by looking at tokens (semantic lookahead):
     with a global lookahead of 2 JavaCC doesn't check choices for conflicts, so they must be explicit. -->

// ---- statements --------------------------------------------------------------------------------------------------------------------

/** A query or a data-modifying statement, to the end of the text. */
SqlNode PgStatementEof() :
{ SqlNode e; }
{
    e = PgStatement() <EOF> { return e; }
}

SqlNode PgStatement() :
{ SqlNode e; }
{
    LOOKAHEAD({ pgDmlAhead(1) || pgDmlBehindWith(1) }) e = PgDml() { return e; }
|
    e = OrderedQueryOrExpr(ExprContext.ACCEPT_ALL) { return e; }
}

SqlNode PgDml() :
{ SqlNodeList with = null; SqlNode e; final Span s = Span.of(); }
{
    [ LOOKAHEAD({ pgKind(1) == WITH }) with = PgWithList() ]
    (
        LOOKAHEAD({ pgWord(1, "insert") }) e = PgInsertStatement(with)
    |
        LOOKAHEAD({ pgWord(1, "update") }) e = PgUpdateStatement(with)
    |
        LOOKAHEAD({ pgWord(1, "delete") }) e = PgDeleteStatement(with)
    |
        e = PgMergeStatement(with)
    )
    { return e; }
}

/** WITH [RECURSIVE] items; unlike Calcite's its position includes WITH. */
SqlNodeList PgWithList() :
{ final Span s; final List<SqlWithItem> list = new ArrayList<SqlWithItem>(); SqlLiteral recursive; }
{
    <WITH> { s = span(); recursive = SqlLiteral.createBoolean(false, getPos()); }
    [ LOOKAHEAD({ pgWord(1, "recursive") && pgKind(2) == IDENTIFIER }) <IDENTIFIER> { recursive = SqlLiteral.createBoolean(true, getPos()); } ]
    AddWithItem(list, recursive)
    ( LOOKAHEAD(1) <COMMA> AddWithItem(list, recursive) )*
    { return new SqlNodeList(list, s.end(this)); }
}

void AddWithItem(List<SqlWithItem> list, SqlLiteral recursive) :
{ final SqlIdentifier id; SqlNodeList columns = null; SqlNode definition; final Span s; boolean searched = false; }
{
    id = SimpleIdentifier() { s = span(); }
    [ LOOKAHEAD({ pgKind(1) == LPAREN }) columns = ParenthesizedSimpleIdentifierList() ]
    <AS>
    [ LOOKAHEAD({ pgKind(1) == NOT }) <NOT> ]
    [ LOOKAHEAD({ pgWord(1, "materialized") }) <IDENTIFIER> ]
    <LPAREN> definition = PgStatement() <RPAREN>
    [ LOOKAHEAD({ pgWord(1, "search") }) PgSearchClause() { searched = true; } ]
    [ LOOKAHEAD({ pgWord(1, "cycle") }) PgCycleClause() { searched = true; } ]
    {
        if (searched) {
            definition = new PgSpecial(definition.getParserPosition(), PgSpecial.SEARCHED, ImmutableList.of(definition));
        }
        list.add(new SqlWithItem(s.end(this), id, columns, definition, recursive));
    }
}

/** SEARCH DEPTH FIRST BY columns SET column: adds a column. */
void PgSearchClause() :
{ SqlIdentifier id; }
{
    <IDENTIFIER> <IDENTIFIER> <IDENTIFIER> PgExpectBy() PgColumnNames() PgExpect("set") id = SimpleIdentifier()
}

/** CYCLE columns SET column [TO constant DEFAULT constant] USING column: adds two. */
void PgCycleClause() :
{ SqlNode e; SqlIdentifier id; }
{
    <IDENTIFIER> PgColumnNames() PgExpect("set") id = SimpleIdentifier()
    [
        LOOKAHEAD({ pgWord(1, "to") })
        <IDENTIFIER> e = PgPrimary() <DEFAULT_> e = PgPrimary()
    ]
    <USING> id = SimpleIdentifier()
}

void PgColumnNames() :
{ SqlIdentifier id; }
{
    id = SimpleIdentifier() ( LOOKAHEAD({ pgKind(1) == COMMA }) <COMMA> id = SimpleIdentifier() )*
}

void PgExpectBy() :
{}
{
    ( LOOKAHEAD({ pgKind(1) == BY }) <BY> | PgExpect("by") )
}

SqlNode PgInsertStatement(SqlNodeList with) :
{
    final Span s;
    final SqlIdentifier table;
    SqlIdentifier alias = null;
    SqlNodeList columns = null;
    SqlNode source = null;
    String overriding = "";
    PgConflict conflict = null;
    SqlNodeList returning = null;
}
{
    <IDENTIFIER> { s = with == null ? span() : Span.of(with); }
    <INTO> table = PgName()
    [ LOOKAHEAD({ pgKind(1) == AS }) <AS> alias = SimpleIdentifier() ]
    [ LOOKAHEAD({ pgKind(1) == LPAREN && !((PgToken) getToken(1)).opensQuery() }) columns = PgSetTargets() ]
    [ LOOKAHEAD({ pgWord(1, "overriding") }) <IDENTIFIER> <IDENTIFIER> { overriding = token.image; } PgExpect("value") ]
    (
        LOOKAHEAD({ pgKind(1) == DEFAULT_ }) <DEFAULT_> PgExpect("values")
    |
        source = OrderedQueryOrExpr(ExprContext.ACCEPT_ALL)
    )
    [ LOOKAHEAD({ pgKind(1) == ON }) conflict = PgConflictClause() ]
    [ LOOKAHEAD({ pgKind(1) == RETURNING }) returning = PgReturning() ]
    { return new PgInsert(s.end(this), with, table, alias, columns, overriding, source, conflict, returning); }
}

PgConflict PgConflictClause() :
{
    final Span s;
    final List<SqlNode> target = new ArrayList<SqlNode>();
    SqlNode e;
    SqlNode targetWhere = null;
    SqlIdentifier constraint = null;
    boolean update = false;
    final List<SqlNode> assignments = new ArrayList<SqlNode>();
    SqlNode where = null;
}
{
    <ON> { s = span(); } PgExpect("conflict")
    [
        LOOKAHEAD({ pgKind(1) == LPAREN || pgKind(1) == ON })
        (
            LOOKAHEAD({ pgKind(1) == LPAREN })
            <LPAREN> PgConflictTarget(target) ( LOOKAHEAD(1) <COMMA> PgConflictTarget(target) )* <RPAREN>
            [ LOOKAHEAD({ pgKind(1) == WHERE }) targetWhere = Where() ]
        |
            LOOKAHEAD({ pgKind(1) == ON })
            <ON> PgExpect("constraint") constraint = SimpleIdentifier()
        )
    ]
    PgExpect("do")
    (
        LOOKAHEAD({ pgWord(1, "nothing") }) <IDENTIFIER>
    |
        PgExpect("update") { update = true; } PgExpect("set") PgSetClauses(assignments)
        [ LOOKAHEAD({ pgKind(1) == WHERE }) where = Where() ]
    )
    { return new PgConflict(s.end(this), target, targetWhere, constraint, update, assignments, where); }
}

/** An expression of an arbiter, perhaps with COLLATE (an operator here) and an operator class. */
void PgConflictTarget(List<SqlNode> target) :
{ SqlNode e; }
{
    e = Expression(ExprContext.ACCEPT_SUB_QUERY) { target.add(e); }
    [ LOOKAHEAD({ pgKind(1) == IDENTIFIER }) PgName() ]
}

SqlNode PgUpdateStatement(SqlNodeList with) :
{
    final Span s;
    final PgTable target;
    final List<SqlNode> assignments = new ArrayList<SqlNode>();
    SqlNodeList from = null;
    SqlNode where = null;
    SqlNodeList returning = null;
}
{
    <IDENTIFIER> { s = with == null ? span() : Span.of(with); }
    target = PgTarget("set")
    PgExpect("set") PgSetClauses(assignments)
    [ LOOKAHEAD({ pgKind(1) == FROM }) <FROM> from = PgFromItems() ]
    [ LOOKAHEAD({ pgKind(1) == WHERE }) where = PgWhereOrCursor() ]
    [ LOOKAHEAD({ pgKind(1) == RETURNING }) returning = PgReturning() ]
    { return new PgUpdate(s.end(this), with, target, assignments, from, where, returning); }
}

SqlNode PgDeleteStatement(SqlNodeList with) :
{
    final Span s;
    final PgTable target;
    SqlNodeList using = null;
    SqlNode where = null;
    SqlNodeList returning = null;
}
{
    <IDENTIFIER> { s = with == null ? span() : Span.of(with); }
    <FROM> target = PgTarget("")
    [ LOOKAHEAD({ pgKind(1) == USING }) <USING> using = PgFromItems() ]
    [ LOOKAHEAD({ pgKind(1) == WHERE }) where = PgWhereOrCursor() ]
    [ LOOKAHEAD({ pgKind(1) == RETURNING }) returning = PgReturning() ]
    { return new PgDelete(s.end(this), with, target, using, where, returning); }
}

SqlNode PgMergeStatement(SqlNodeList with) :
{
    final Span s;
    final PgTable target;
    final SqlNode source;
    final SqlNode on;
    final List<SqlNode> actions = new ArrayList<SqlNode>();
    SqlNodeList returning = null;
}
{
    PgExpect("merge") { s = with == null ? span() : Span.of(with); }
    <INTO> target = PgTarget("")
    <USING> source = PgTableRef()
    <ON> on = Expression(ExprContext.ACCEPT_SUB_QUERY)
    ( LOOKAHEAD({ pgKind(1) == WHEN }) PgMergeAction(actions) )+
    [ LOOKAHEAD({ pgKind(1) == RETURNING }) returning = PgReturning() ]
    { return new PgMerge(s.end(this), with, target, source, on, actions, returning); }
}

void PgMergeAction(List<SqlNode> actions) :
{ SqlNode e; SqlNodeList columns; }
{
    <WHEN> [ LOOKAHEAD({ pgKind(1) == NOT }) <NOT> ] PgExpect("matched")
    [ LOOKAHEAD({ pgWord(1, "by") }) PgExpect("by") <IDENTIFIER> ]
    [ LOOKAHEAD({ pgKind(1) == AND }) <AND> e = Expression(ExprContext.ACCEPT_SUB_QUERY) { actions.add(e); } ]
    <THEN>
    (
        LOOKAHEAD({ pgWord(1, "update") }) <IDENTIFIER> PgExpect("set") PgSetClauses(actions)
    |
        LOOKAHEAD({ pgWord(1, "delete") }) <IDENTIFIER>
    |
        LOOKAHEAD({ pgWord(1, "do") }) <IDENTIFIER> PgExpect("nothing")
    |
        PgExpect("insert")
        [ LOOKAHEAD({ pgKind(1) == LPAREN }) columns = PgSetTargets() ]
        [ LOOKAHEAD({ pgWord(1, "overriding") }) <IDENTIFIER> <IDENTIFIER> PgExpect("value") ]
        (
            LOOKAHEAD({ pgKind(1) == DEFAULT_ }) <DEFAULT_> PgExpect("values")
        |
            <VALUES> e = RowConstructor() { actions.add(e); }
        )
    )
}

/** The table of UPDATE, DELETE or MERGE; {@code stop} is the word that isn't its alias. */
PgTable PgTarget(String stop) :
{ final Span s; boolean only = false; final SqlIdentifier name; SqlIdentifier alias = null; }
{
    (
        LOOKAHEAD({ pgKind(1) == ONLY })
        <ONLY> { s = span(); only = true; }
        (
            LOOKAHEAD({ pgKind(1) == LPAREN }) <LPAREN> name = PgName() <RPAREN>
        |
            name = PgName()
        )
    |
        name = PgName() { s = Span.of(name); }
        [ LOOKAHEAD({ pgKind(1) == STAR }) <STAR> ]
    )
    { stopWord = stop; }
    [
        LOOKAHEAD({ pgAliasAhead() && !pgWord(1, stopWord) })
        [ LOOKAHEAD({ pgKind(1) == AS }) <AS> ] alias = SimpleIdentifier()
    ]
    { return new PgTable(s.end(this), name, only, alias, null, null); }
}

SqlNode PgWhereOrCursor() :
{ SqlNode e; final Span s; SqlIdentifier cursor; }
{
    LOOKAHEAD({ pgWord(2, "current") && pgWord(3, "of") })
    <WHERE> <IDENTIFIER> { s = span(); } <IDENTIFIER> cursor = SimpleIdentifier()
    { return new PgSpecial(s.end(this), PgSpecial.CURRENT_OF, ImmutableList.<SqlNode>of(cursor)); }
|
    e = Where() { return e; }
}

SqlNodeList PgReturning() :
{ final Span s; final List<SqlNode> items = new ArrayList<SqlNode>(); }
{
    <RETURNING> { s = span(); }
    AddSelectItem(items) ( LOOKAHEAD(1) <COMMA> AddSelectItem(items) )*
    { return new SqlNodeList(items, s.end(this)); }
}

void PgSetClauses(List<SqlNode> assignments) :
{}
{
    PgSetClause(assignments) ( LOOKAHEAD(1) <COMMA> PgSetClause(assignments) )*
}

void PgSetClause(List<SqlNode> assignments) :
{ final Span s; final SqlNodeList targets; SqlNode target; SqlNode e; }
{
    LOOKAHEAD({ pgKind(1) == LPAREN })
    targets = PgSetTargets() { s = Span.of(targets); }
    <EQ>
    (
        LOOKAHEAD({ pgKind(1) == LPAREN && ((PgToken) getToken(1)).opensRow() && !((PgToken) getToken(1)).opensQuery() }) e = RowConstructor()
    |
        e = PgExpressionOrDefault()
    )
    { assignments.add(new PgAssignment(s.end(this), targets, e)); }
|
    target = PgSetTarget() { s = Span.of(target); }
    <EQ> e = PgExpressionOrDefault()
    { assignments.add(new PgAssignment(s.end(this), new SqlNodeList(ImmutableList.of(target), target.getParserPosition()), e)); }
}

SqlNodeList PgSetTargets() :
{ final Span s; final List<SqlNode> targets = new ArrayList<SqlNode>(); SqlNode e; }
{
    <LPAREN> { s = span(); }
    e = PgSetTarget() { targets.add(e); } ( LOOKAHEAD(1) <COMMA> e = PgSetTarget() { targets.add(e); } )*
    <RPAREN>
    { return new SqlNodeList(targets, s.end(this)); }
}

/** A column, perhaps with subscripts and fields. */
SqlNode PgSetTarget() :
{ SqlNode e; }
{
    e = SimpleIdentifier()
    ( LOOKAHEAD({ pgKind(1) == DOT || pgKind(1) == LBRACKET }) e = PgIndirection(e, e.getParserPosition()) )*
    { return e; }
}

SqlNode PgExpressionOrDefault() :
{ SqlNode e; }
{
    LOOKAHEAD({ pgKind(1) == DEFAULT_ }) <DEFAULT_> { return new PgLeaf(getPos()); }
|
    e = Expression(ExprContext.ACCEPT_SUB_QUERY) { return e; }
}

/** Consumes this word. */
void PgExpect(String word) :
{}
{
    <IDENTIFIER> {
        if (!((PgToken) token).isWord(word)) {
            throw new ParseException("expected " + word);
        }
    }
}

/** One part of a name: the token feed has folded or decoded it. */
void AddIdentifierSegment(List<String> names, List<SqlParserPos> positions) :
{}
{
    <IDENTIFIER> {
        names.add(token.image);
        if (positions != null) {
            positions.add(getPos());
        }
    }
}

/** A name of one to three parts. */
SqlIdentifier PgName() :
{ final List<String> names = new ArrayList<String>(); final List<SqlParserPos> positions = new ArrayList<SqlParserPos>(); }
{
    AddIdentifierSegment(names, positions)
    ( LOOKAHEAD({ pgKind(1) == DOT && pgKind(2) != STAR }) <DOT> AddIdentifierSegment(names, positions) )*
    { return new SqlIdentifier(names, null, SqlParserPos.sum(positions), positions); }
}

// ---- queries -----------------------------------------------------------------------------------------------------------------------

SqlNode QueryOrExpr(ExprContext exprContext) :
{ SqlNodeList with = null; SqlNode e; final List<Object> list = new ArrayList<Object>(); }
{
    [ LOOKAHEAD({ pgKind(1) == WITH }) with = PgWithList() ]
    e = LeafQueryOrExpr(exprContext) { list.add(e); }
    ( LOOKAHEAD({ pgSetOperationAhead() }) AddSetOpQuery(list, exprContext) )*
    { return addWith(with, SqlParserUtil.toTree(list)); }
}

SqlNode LeafQueryOrExpr(ExprContext exprContext) :
{ SqlNode e; }
{
    LOOKAHEAD({ pgKind(1) == SELECT || pgKind(1) == VALUES || pgKind(1) == TABLE }) e = LeafQuery(exprContext) { return e; }
|
    e = Expression(exprContext) { return e; }
}

SqlNode LeafQuery(ExprContext exprContext) :
{ SqlNode e; }
{
    LOOKAHEAD({ pgKind(1) == SELECT }) e = PgSelectBlock() { return e; }
|
    LOOKAHEAD({ pgKind(1) == VALUES }) e = TableConstructor() { return e; }
|
    e = PgExplicitTable() { return e; }
}

/** A query or expressions in parentheses; the position includes them. */
SqlNodeList ParenthesizedQueryOrCommaList(ExprContext exprContext) :
{ final Span s; final List<SqlNode> list = new ArrayList<SqlNode>(); SqlNode e; }
{
    <LPAREN> { s = span(); }
    e = OrderedQueryOrExpr(ExprContext.ACCEPT_ALL) { list.add(e); }
    ( LOOKAHEAD({ pgKind(1) == COMMA }) <COMMA> e = Expression(exprContext) { list.add(e); } )*
    <RPAREN>
    { return new SqlNodeList(list, s.end(this)); }
}

SqlNode PgExplicitTable() :
{ final Span s; final PgTable table; }
{
    <TABLE> { s = span(); } table = PgTarget("")
    { return new PgSpecial(s.end(this), PgSpecial.TABLE, ImmutableList.<SqlNode>of(table)); }
}

SqlNode PgSelectBlock() :
{
    final Span s;
    boolean distinct = false;
    SqlNodeList distinctOn = null;
    final List<SqlNode> items = new ArrayList<SqlNode>();
    boolean into = false;
    SqlNodeList from = null;
    SqlNode where = null;
    SqlNodeList groupBy = null;
    SqlNode having = null;
    SqlParserPos havingPos = null;
    Span h;
    SqlNodeList windows = null;
}
{
    <SELECT> { s = span(); }
    [
        LOOKAHEAD({ (pgKind(1) == DISTINCT && pgKind(2) == ON) || pgKind(1) == DISTINCT || pgKind(1) == ALL })
        (
            LOOKAHEAD({ pgKind(1) == DISTINCT && pgKind(2) == ON })
            <DISTINCT> <ON> distinctOn = ParenthesizedQueryOrCommaList(ExprContext.ACCEPT_SUB_QUERY)
        |
            LOOKAHEAD({ pgKind(1) == DISTINCT }) <DISTINCT> { distinct = true; }
        |
            LOOKAHEAD({ pgKind(1) == ALL }) <ALL>
        )
    ]
    [ LOOKAHEAD({ !pgEndOfSelectList() }) AddSelectItem(items) ( LOOKAHEAD({ pgKind(1) == COMMA }) <COMMA> AddSelectItem(items) )* ]
    [ LOOKAHEAD({ pgKind(1) == INTO }) <INTO> { into = true; } PgIntoTarget() ]
    [ LOOKAHEAD({ pgKind(1) == FROM }) <FROM> from = PgFromItems() ]
    [ LOOKAHEAD({ pgKind(1) == WHERE }) where = Where() ]
    [ LOOKAHEAD({ pgKind(1) == GROUP }) groupBy = GroupBy() ]
    [ LOOKAHEAD({ pgKind(1) == HAVING }) <HAVING> { h = span(); } having = Expression(ExprContext.ACCEPT_SUB_QUERY) { havingPos = h.end(this); } ]
    [ LOOKAHEAD({ pgKind(1) == WINDOW }) windows = Window() ]
    { return new PgSelect(s.end(this), distinct, distinctOn, items, into, from, where, groupBy, having, havingPos, windows); }
}

/** [TEMP | UNLOGGED ...] [TABLE] name behind INTO. */
void PgIntoTarget() :
{}
{
    ( LOOKAHEAD({ pgKind(1) == IDENTIFIER && (pgKind(2) == IDENTIFIER || pgKind(2) == TABLE) }) <IDENTIFIER> )*
    [ LOOKAHEAD({ pgKind(1) == TABLE }) <TABLE> ]
    PgName()
}

void AddSelectItem(List<SqlNode> list) :
{ SqlNode e; SqlIdentifier alias = null; final Span s; }
{
    (
        LOOKAHEAD({ pgKind(1) == STAR }) <STAR> { e = SqlIdentifier.star(getPos()); s = span(); }
    |
        e = Expression(ExprContext.ACCEPT_SUB_QUERY) { s = Span.of(pgOuter()); }
        [
            LOOKAHEAD({ pgKind(1) == AS || pgBareLabelAhead() })
            (
                LOOKAHEAD({ pgKind(1) == AS }) <AS> alias = SimpleIdentifier()
            |
                LOOKAHEAD({ pgBareLabelAhead() }) alias = PgBareLabel()
            )
        ]
    )
    { list.add(new PgItem(s.end(this), e, alias)); }
}

/** A name without AS; keywords may be one too. */
JAVACODE SqlIdentifier PgBareLabel() {
    final Token label = getNextToken();
    return new SqlIdentifier(label.image, new SqlParserPos(1, label.beginColumn, 1, label.endColumn));
}

/** ORDER BY, LIMIT, OFFSET, FETCH and locking clauses, in any order that PostgreSQL takes. */
SqlNode OrderByLimitOpt(SqlNode e) :
{
    final PgQuery.Clauses clauses = new PgQuery.Clauses();
    Span s;
    SqlNode n;
}
{
    [
        LOOKAHEAD({ pgKind(1) == ORDER })
        clauses.orderBy = OrderBy(e.isA(SqlKind.QUERY)) { clauses.orderByPos = clauses.orderBy.getParserPosition(); }
    ]
    (
        LOOKAHEAD({ pgClauseAhead() })
        (
        LOOKAHEAD({ pgKind(1) == LIMIT })
        <LIMIT> { s = span(); clauses.once(clauses.limitPos); }
        (
            LOOKAHEAD({ pgKind(1) == ALL }) <ALL>
        |
            clauses.limit = Expression(ExprContext.ACCEPT_SUB_QUERY)
        )
        { clauses.limitPos = s.end(this); }
    |
        LOOKAHEAD({ pgKind(1) == OFFSET })
        <OFFSET> { s = span(); clauses.once(clauses.offsetPos); }
        clauses.offset = Expression(ExprContext.ACCEPT_SUB_QUERY)
        [ LOOKAHEAD({ pgWord(1, "row") || pgWord(1, "rows") }) <IDENTIFIER> ]
        { clauses.offsetPos = s.end(this); }
    |
        LOOKAHEAD({ pgKind(1) == FETCH })
        <FETCH> { s = span(); clauses.once(clauses.limitPos); }
        <IDENTIFIER>
        [ LOOKAHEAD({ !pgWord(1, "row") && !pgWord(1, "rows") }) clauses.limit = Expression(ExprContext.ACCEPT_SUB_QUERY) ]
        <IDENTIFIER>
        (
            LOOKAHEAD({ pgKind(1) == ONLY }) <ONLY>
        |
            <WITH> PgExpect("ties") { clauses.withTies = true; }
        )
        { clauses.limitPos = s.end(this); clauses.fetchOne = clauses.limit == null; }
    |
        PgLockClause(clauses.locks)
        )
    )*
    { return clauses.isEmpty() ? e : new PgQuery(e, clauses); }
}

void PgLockClause(List<PgLock> locks) :
{ final Span s; String strength; String wait = ""; final List<SqlNode> of = new ArrayList<SqlNode>(); SqlIdentifier id; }
{
    <FOR> { s = span(); }
    (
        LOOKAHEAD({ pgWord(1, "update") }) <IDENTIFIER> { strength = "update"; }
    |
        LOOKAHEAD({ pgWord(1, "share") }) <IDENTIFIER> { strength = "share"; }
    |
        LOOKAHEAD({ pgWord(1, "no") }) <IDENTIFIER> PgExpect("key") PgExpect("update") { strength = "no key update"; }
    |
        PgExpect("key") PgExpect("share") { strength = "key share"; }
    )
    [
        LOOKAHEAD({ pgWord(1, "of") })
        <IDENTIFIER> id = PgName() { of.add(id); } ( LOOKAHEAD({ pgKind(1) == COMMA }) <COMMA> id = PgName() { of.add(id); } )*
    ]
    [
        LOOKAHEAD({ pgWord(1, "nowait") || pgWord(1, "skip") })
        (
            LOOKAHEAD({ pgWord(1, "nowait") }) <IDENTIFIER> { wait = "nowait"; }
        |
            LOOKAHEAD({ pgWord(1, "skip") }) <IDENTIFIER> PgExpect("locked") { wait = "skip locked"; }
        )
    ]
    { locks.add(new PgLock(s.end(this), strength, of, wait)); }
}

void AddOrderItem(List<SqlNode> list) :
{ SqlNode e; final Span s; boolean descending = false; Boolean nullsFirst = null; String using = null; }
{
    e = Expression(ExprContext.ACCEPT_SUB_QUERY) { s = Span.of(pgOuter()); }
    [
        LOOKAHEAD({ pgKind(1) == ASC || pgKind(1) == DESC || pgKind(1) == USING })
        (
            LOOKAHEAD({ pgKind(1) == ASC }) <ASC>
        |
            LOOKAHEAD({ pgKind(1) == DESC }) <DESC> { descending = true; }
        |
            LOOKAHEAD({ pgKind(1) == USING }) <USING> using = PgOperatorName()
        )
    ]
    [
        LOOKAHEAD({ pgWord(1, "nulls") })
        <IDENTIFIER> <IDENTIFIER> { nullsFirst = token.image.equals("first"); }
    ]
    { list.add(new PgOrderItem(s.end(this), e, descending, nullsFirst, using)); }
}

/** A grouping element; GROUPING SETS, ROLLUP and CUBE by their words. */
void AddGroupingElement(List<SqlNode> list) :
{ final Span s; final List<SqlNode> inner = new ArrayList<SqlNode>(); }
{
    LOOKAHEAD({ pgWord(1, "grouping") && pgWord(2, "sets") && pgKind(3) == LPAREN })
    <IDENTIFIER> { s = span(); } <IDENTIFIER> PgGroupingElements(inner)
    { list.add(new PgSpecial(s.end(this), "grouping sets", inner)); }
|
    LOOKAHEAD({ pgWord(1, "rollup") && pgKind(2) == LPAREN })
    <IDENTIFIER> { s = span(); } PgGroupingElements(inner) { list.add(new PgSpecial(s.end(this), "rollup", inner)); }
|
    LOOKAHEAD({ pgWord(1, "cube") && pgKind(2) == LPAREN })
    <IDENTIFIER> { s = span(); } PgGroupingElements(inner) { list.add(new PgSpecial(s.end(this), "cube", inner)); }
|
    LOOKAHEAD({ pgKind(1) == LPAREN && pgKind(2) == RPAREN })
    <LPAREN> { s = span(); } <RPAREN> { list.add(new PgRow(s.end(this), inner)); }
|
    AddExpression(list, ExprContext.ACCEPT_SUB_QUERY)
}

void PgGroupingElements(List<SqlNode> inner) :
{}
{
    <LPAREN> AddGroupingElement(inner) ( LOOKAHEAD(1) <COMMA> AddGroupingElement(inner) )* <RPAREN>
}

/** A row of VALUES. */
SqlNode RowConstructor() :
{ final Span s; final List<SqlNode> items = new ArrayList<SqlNode>(); SqlNode e; }
{
    <LPAREN> { s = span(); }
    e = PgExpressionOrDefault() { items.add(e); } ( LOOKAHEAD(1) <COMMA> e = PgExpressionOrDefault() { items.add(e); } )*
    <RPAREN>
    { return new PgRow(s.end(this), items); }
}

// ---- FROM --------------------------------------------------------------------------------------------------------------------------

SqlNode FromClause() :
{ SqlNode e; }
{
    e = PgFromItems() { return e; }
}

SqlNodeList PgFromItems() :
{ final List<SqlNode> items = new ArrayList<SqlNode>(); SqlNode e; }
{
    e = PgTableRef() { items.add(e); }
    ( LOOKAHEAD({ pgKind(1) == COMMA }) <COMMA> e = PgTableRef() { items.add(e); } )*
    { return new SqlNodeList(items, SqlParserPos.sum(items)); }
}

SqlNode PgTableRef() :
{ SqlNode e; }
{
    e = PgTablePrimary() ( LOOKAHEAD({ pgJoinAhead() }) e = PgJoined(e) )*
    { return e; }
}

/** The right side and the condition of a join; {@code a JOIN b JOIN c ON x ON y} nests to the right. */
SqlNode PgJoined(SqlNode left) :
{
    boolean natural = false;
    String type = "inner";
    boolean qualified = true;
    SqlNode right;
    SqlNode on = null;
    SqlNodeList using = null;
    SqlIdentifier alias = null;
    final SqlParserPos start = pgOuterOf(left);
}
{
    [ LOOKAHEAD({ pgKind(1) == NATURAL }) <NATURAL> { natural = true; qualified = false; } ]
    [
        LOOKAHEAD({ pgKind(1) == INNER || pgKind(1) == CROSS || pgKind(1) == LEFT || pgKind(1) == RIGHT || pgKind(1) == FULL })
        (
            LOOKAHEAD({ pgKind(1) == INNER }) <INNER>
        |
            LOOKAHEAD({ pgKind(1) == CROSS }) <CROSS> { type = "cross"; qualified = false; }
        |
            LOOKAHEAD({ pgKind(1) == LEFT }) <LEFT> [ LOOKAHEAD({ pgKind(1) == OUTER }) <OUTER> ] { type = "left"; }
        |
            LOOKAHEAD({ pgKind(1) == RIGHT }) <RIGHT> [ LOOKAHEAD({ pgKind(1) == OUTER }) <OUTER> ] { type = "right"; }
        |
            LOOKAHEAD({ pgKind(1) == FULL }) <FULL> [ LOOKAHEAD({ pgKind(1) == OUTER }) <OUTER> ] { type = "full"; }
        )
    ]
    <JOIN> right = PgTablePrimary()
    { unqualified = !qualified; }
    [ LOOKAHEAD({ !unqualified && pgJoinAhead() }) right = PgJoinedRight(right) ]
    { unqualified = !qualified; }
    [
        LOOKAHEAD({ (!unqualified && pgKind(1) == ON) || (!unqualified && pgKind(1) == USING) })
        (
            LOOKAHEAD({ !unqualified && pgKind(1) == ON }) <ON> on = Expression(ExprContext.ACCEPT_SUB_QUERY)
        |
            LOOKAHEAD({ !unqualified && pgKind(1) == USING })
            <USING> using = ParenthesizedSimpleIdentifierList()
            [ LOOKAHEAD({ pgKind(1) == AS }) <AS> alias = SimpleIdentifier() ]
        )
    ]
    {
        if (qualified && on == null && using == null) {
            throw new ParseException("expected ON or USING");
        }
        return new PgJoin(Span.of(start).end(this), left, natural, type, right, on, using, alias, null);
    }
}

SqlNode PgJoinedRight(SqlNode left) :
{ SqlNode e = left; }
{
    ( LOOKAHEAD({ pgJoinAhead() }) e = PgJoined(e) )+ { return e; }
}

SqlNode PgTablePrimary() :
{
    boolean lateral = false;
    Span s = null;
    SqlNode e;
    SqlIdentifier name;
    final List<SqlNode> calls = new ArrayList<SqlNode>();
    boolean ordinality = false;
    boolean only = false;
    SqlNodeList alias = null;
    SqlNode sample = null;
}
{
    [ LOOKAHEAD({ pgKind(1) == LATERAL }) <LATERAL> { lateral = true; s = span(); } ]
    (
        LOOKAHEAD({ pgKind(1) == LPAREN && ((PgToken) getToken(1)).opensQuery() })
        <LPAREN> { s = s == null ? span() : s; } e = OrderedQueryOrExpr(ExprContext.ACCEPT_ALL) <RPAREN>
        [ LOOKAHEAD({ pgAliasAhead() }) alias = PgAlias() ]
        { return new PgDerived(s.end(this), e, lateral, alias); }
    |
        LOOKAHEAD({ pgKind(1) == LPAREN })
        <LPAREN> { s = span(); } e = PgTableRef() <RPAREN>
        [ LOOKAHEAD({ pgAliasAhead() }) alias = PgAlias() ]
        { return ((PgJoin) checkPgJoin(e)).parenthesized(s.end(this), alias); }
    |
        LOOKAHEAD({ pgWord(1, "rows") && pgKind(2) == FROM && pgKind(3) == LPAREN })
        <IDENTIFIER> { s = s == null ? span() : s; } <FROM> <LPAREN>
        e = PgTableFunction() { calls.add(e); } ( LOOKAHEAD(1) <COMMA> e = PgTableFunction() { calls.add(e); } )*
        <RPAREN>
        [ LOOKAHEAD({ pgKind(1) == WITH && pgWord(2, "ordinality") }) <WITH> <IDENTIFIER> { ordinality = true; } ]
        [ LOOKAHEAD({ pgAliasAhead() }) alias = PgAlias() ]
        { return new PgFunctionTable(s.end(this), calls, ordinality, alias); }
    |
        LOOKAHEAD({ pgKind(1) == IDENTIFIER && ((PgToken) getToken(1)).startsTableFunction() })
        e = PgTableFunction() { s = s == null ? Span.of(e) : s; calls.add(e); }
        [ LOOKAHEAD({ pgKind(1) == WITH && pgWord(2, "ordinality") }) <WITH> <IDENTIFIER> { ordinality = true; } ]
        [ LOOKAHEAD({ pgAliasAhead() }) alias = PgAlias() ]
        { return new PgFunctionTable(s.end(this), calls, ordinality, alias); }
    |
        LOOKAHEAD({ pgKind(1) == ONLY && pgKind(2) == LPAREN })
        <ONLY> { s = span(); only = true; } <LPAREN> name = PgName() <RPAREN>
        [ LOOKAHEAD({ pgAliasAhead() }) alias = PgAlias() ]
        [ LOOKAHEAD({ pgKind(1) == TABLESAMPLE }) sample = PgSample() ]
        { return PgTable.of(s.end(this), name, only, alias, sample); }
    |
        [ LOOKAHEAD({ pgKind(1) == ONLY }) <ONLY> { s = span(); only = true; } ]
        name = PgName() { s = s == null ? Span.of(name) : s; }
        [ LOOKAHEAD({ pgKind(1) == STAR }) <STAR> ]
        [ LOOKAHEAD({ pgAliasAhead() }) alias = PgAlias() ]
        [ LOOKAHEAD({ pgKind(1) == TABLESAMPLE }) sample = PgSample() ]
        { return PgTable.of(s.end(this), name, only, alias, sample); }
    )
}

JAVACODE SqlNode checkPgJoin(SqlNode e) {
    if (!(e instanceof PgJoin)) {
        throw new ParseException("expected a join in parentheses");
    }
    return e;
}

/** [AS] alias [(columns)]; also [AS] alias (column type, ...) and AS (column type, ...). The first element is the alias, null without. */
SqlNodeList PgAlias() :
{ final Span s = Span.of(); final List<SqlNode> names = new ArrayList<SqlNode>(); SqlIdentifier id; boolean named = false; }
{
    (
        LOOKAHEAD({ pgKind(1) == AS })
        <AS> { s.add(this); }
        [ LOOKAHEAD({ pgKind(1) == IDENTIFIER }) id = SimpleIdentifier() { names.add(id); s.add(this); named = true; } ]
    |
        id = SimpleIdentifier() { names.add(id); s.add(this); named = true; }
    )
    { if (!named) { names.add(null); } }
    [
        LOOKAHEAD({ pgKind(1) == LPAREN })
        <LPAREN> PgColumnAlias(names) ( LOOKAHEAD(1) <COMMA> PgColumnAlias(names) )* <RPAREN>
    ]
    { return new SqlNodeList(names, s.end(this)); }
}

void PgColumnAlias(List<SqlNode> names) :
{ SqlIdentifier id; String type; }
{
    id = SimpleIdentifier() { names.add(id); }
    [
        LOOKAHEAD({ pgKind(1) != COMMA && pgKind(1) != RPAREN }) type = PgType()
        [ LOOKAHEAD({ pgKind(1) == COLLATE }) <COLLATE> PgName() ]
    ]
}

/** A function in FROM, inside ROWS FROM with its own column definitions. */
SqlNode PgTableFunction() :
{ SqlNode e; SqlNodeList ignored; }
{
    e = PgPrimary()
    [ LOOKAHEAD({ pgKind(1) == AS && pgKind(2) == LPAREN && insideRowsFrom() }) ignored = PgAlias() ]
    { return e; }
}

/** TABLESAMPLE method (arguments) [REPEATABLE (seed)]. */
SqlNode PgSample() :
{ final Span s; SqlNodeList arguments; SqlNodeList seed = null; final List<SqlNode> all = new ArrayList<SqlNode>(); }
{
    <TABLESAMPLE> { s = span(); } PgName()
    arguments = ParenthesizedQueryOrCommaList(ExprContext.ACCEPT_SUB_QUERY) { all.addAll(arguments.getList()); }
    [
        LOOKAHEAD({ pgWord(1, "repeatable") }) <IDENTIFIER>
        seed = ParenthesizedQueryOrCommaList(ExprContext.ACCEPT_SUB_QUERY) { all.addAll(seed.getList()); }
    ]
    { return new PgSpecial(s.end(this), "tablesample", all); }
}

// ---- windows -----------------------------------------------------------------------------------------------------------------------

void AddWindowSpec(List<SqlNode> list) :
{ final SqlIdentifier id; final PgWindow w; }
{
    id = SimpleIdentifier() <AS> w = PgWindowSpecification() { list.add(w.declaredAs(id)); }
}

SqlWindow WindowSpecification() :
{}
{
    UnusedExtension() { return null; }
}

PgWindow PgWindowSpecification() :
{
    final Span s;
    SqlIdentifier base = null;
    final List<SqlNode> partitionBy = new ArrayList<SqlNode>();
    SqlNodeList orderBy = null;
    final List<SqlNode> frame = new ArrayList<SqlNode>();
}
{
    <LPAREN> { s = span(); }
    [ LOOKAHEAD({ pgWindowNameAhead() }) base = SimpleIdentifier() ]
    [
        LOOKAHEAD({ pgWord(1, "partition") })
        <IDENTIFIER> <BY> AddExpressions(partitionBy, ExprContext.ACCEPT_SUB_QUERY)
    ]
    [ LOOKAHEAD({ pgKind(1) == ORDER }) orderBy = OrderBy(true) ]
    [
        LOOKAHEAD({ pgKind(1) == IDENTIFIER })
        <IDENTIFIER>
        (
            LOOKAHEAD({ pgWord(1, "between") }) <IDENTIFIER> PgFrameBound(frame) <AND> PgFrameBound(frame)
        |
            PgFrameBound(frame)
        )
        [
            LOOKAHEAD({ pgWord(1, "exclude") }) <IDENTIFIER>
            (
                LOOKAHEAD({ pgWord(1, "no") || pgWord(1, "current") }) <IDENTIFIER> <IDENTIFIER>
            |
                LOOKAHEAD({ pgKind(1) == GROUP }) <GROUP>
            |
                PgExpect("ties")
            )
        ]
    ]
    <RPAREN>
    { return new PgWindow(s.end(this), null, base, partitionBy, orderBy, frame); }
}

void PgFrameBound(List<SqlNode> frame) :
{ SqlNode e; }
{
    LOOKAHEAD({ pgWord(1, "unbounded") && (pgWord(2, "preceding") || pgWord(2, "following")) }) <IDENTIFIER> <IDENTIFIER>
|
    LOOKAHEAD({ pgWord(1, "current") && pgWord(2, "row") }) <IDENTIFIER> <IDENTIFIER>
|
    e = Expression(ExprContext.ACCEPT_SUB_QUERY) { frame.add(e); } <IDENTIFIER>
}

// ---- expressions -------------------------------------------------------------------------------------------------------------------

/** An expression: a flat list of operands and operators first, then a tree by PostgreSQL's precedence. */
SqlNode Expression(ExprContext exprContext) :
{ final OperatorTree tree = new OperatorTree(); final SqlNode e; }
{
    PgOperand(tree)
    ( LOOKAHEAD({ pgOperatorAhead() }) PgOperator(tree) )*
    {
        e = tree.toNode();
        outer = tree.outer();
        return e;
    }
}

void PgOperand(OperatorTree tree) :
{ SqlNode e; String op; Span s; }
{
    (
        LOOKAHEAD({ pgPrefixAhead() })
        (
            LOOKAHEAD({ pgKind(1) == NOT }) <NOT> { tree.prefix("not", getPos()); }
        |
            { s = Span.of(); } op = PgOperatorName() { tree.prefix(op, lastOperator); }
        )
    )*
    e = PgPrimary() { tree.operand(e, pgOuter()); }
}

/** One operator symbol, or OPERATOR(schema.symbol); sets lastOperator to where it stands. */
String PgOperatorName() :
{ final Span s; String name; SqlIdentifier schema; String prefix = ""; }
{
    LOOKAHEAD({ pgWord(1, "operator") && pgKind(2) == LPAREN })
    <IDENTIFIER> { s = span(); } <LPAREN>
    ( LOOKAHEAD({ pgKind(1) == IDENTIFIER }) schema = SimpleIdentifier() <DOT> { prefix = schema.getSimple() + "."; } )*
    name = PgOperatorSymbol() <RPAREN>
    { lastOperator = s.end(this); qualifiedOperator = true; return prefix.equals("pg_catalog.") ? name : prefix + name; }
|
    name = PgOperatorSymbol() { lastOperator = getPos(); qualifiedOperator = false; return name; }
}

String PgOperatorSymbol() :
{}
{
    (
        <PLUS> | <MINUS> | <STAR> | <SLASH> | <PERCENT_REMAINDER> | <CARET> | <PG_OP>
    |   <EQ> | <LT> | <GT> | <LE> | <GE> | <NE>
    )
    { return token.image; }
}

void PgOperator(OperatorTree tree) :
{
    final Span s = Span.of();
    boolean negated = false;
    String op;
    SqlNodeList list;
    SqlIdentifier id;
    final boolean escape = escapeAllowed;
}
{
    LOOKAHEAD({ pgKind(1) == AND }) <AND> { tree.infix("and", getPos()); } PgOperand(tree)
|
    LOOKAHEAD({ pgKind(1) == OR }) <OR> { tree.infix("or", getPos()); } PgOperand(tree)
|
    LOOKAHEAD({ pgKind(1) == IN || pgKind(1) == NOT && pgKind(2) == IN })
    [ LOOKAHEAD({ pgKind(1) == NOT }) <NOT> { negated = true; s.add(this); } ] <IN> { s.add(this); }
    list = ParenthesizedQueryOrCommaList(ExprContext.ACCEPT_SUB_QUERY)
    { tree.in(negated, list, s.end(this)); }
|
    LOOKAHEAD({ pgWord(1, "between") || pgKind(1) == NOT && pgWord(2, "between") })
    [ LOOKAHEAD({ pgKind(1) == NOT }) <NOT> { negated = true; s.add(this); } ] <IDENTIFIER> { s.add(this); op = "between"; }
    [
        LOOKAHEAD({ pgWord(1, "symmetric") || pgWord(1, "asymmetric") })
        (
            LOOKAHEAD({ pgWord(1, "symmetric") }) <IDENTIFIER> { op = "between symmetric"; }
        |
            LOOKAHEAD({ pgWord(1, "asymmetric") }) <IDENTIFIER>
        )
    ]
    { tree.infix(negated ? "not " + op : op, s.end(this)); } PgOperand(tree)
|
    LOOKAHEAD({ pgLikeAhead(1) || pgKind(1) == NOT && pgLikeAhead(2) })
    [ LOOKAHEAD({ pgKind(1) == NOT }) <NOT> { negated = true; s.add(this); } ]
    (
        LOOKAHEAD({ pgKind(1) == LIKE }) <LIKE> { s.add(this); op = "like"; }
    |
        LOOKAHEAD({ pgKind(1) == ILIKE }) <ILIKE> { s.add(this); op = "ilike"; }
    |
        <SIMILAR> { s.add(this); op = "similar to"; } PgExpect("to") { s.add(this); }
    )
    { op = negated ? "not " + op : op; }
    (
        LOOKAHEAD({ pgQuantifierAhead() }) PgQuantifier(tree, op, s.pos())
    |
        { tree.infix(op, s.pos()); escapeAllowed = true; } PgOperand(tree)
    )
|
    LOOKAHEAD({ pgWord(1, "escape") })
    <IDENTIFIER> { escapeAllowed = false; tree.infix("escape", getPos()); } PgOperand(tree)
|
    LOOKAHEAD({ pgKind(1) == IS }) PgIs(tree)
|
    LOOKAHEAD({ pgKind(1) == ISNULL }) <ISNULL> { tree.postfix("is null", getPos()); }
|
    LOOKAHEAD({ pgKind(1) == NOTNULL }) <NOTNULL> { tree.postfix("is not null", getPos()); }
|
    LOOKAHEAD({ pgKind(1) == COLLATE }) <COLLATE> id = PgName() { tree.collate(id, getPos()); }
|
    LOOKAHEAD({ pgKind(1) == OVERLAPS }) <OVERLAPS> { tree.infix("overlaps", getPos()); } PgOperand(tree)
|
    LOOKAHEAD({ pgWord(1, "at") && pgWord(2, "local") })
    <IDENTIFIER> { s.add(this); } <IDENTIFIER> { tree.postfix("at local", s.end(this)); }
|
    LOOKAHEAD({ pgWord(1, "at") })
    <IDENTIFIER> { s.add(this); } <IDENTIFIER> <IDENTIFIER> { tree.infix("at time zone", s.end(this)); } PgOperand(tree)
|
    op = PgOperatorName() { s.clear().add(lastOperator); negated = qualifiedOperator; }
    (
        LOOKAHEAD({ pgQuantifierAhead() }) PgQuantifier(tree, op, s.pos())
    |
        { tree.infixSymbol(op, negated, s.pos()); } PgOperand(tree)
    )
}

/** ANY, SOME or ALL (array or query). */
void PgQuantifier(OperatorTree tree, String op, SqlParserPos pos) :
{ boolean all = false; SqlNodeList list; }
{
    (
        LOOKAHEAD({ pgKind(1) == ALL }) <ALL> { all = true; }
    |
        LOOKAHEAD({ pgKind(1) == ANY }) <ANY>
    |
        <SOME>
    )
    list = ParenthesizedQueryOrCommaList(ExprContext.ACCEPT_SUB_QUERY)
    {
        if (list.size() != 1) {
            throw new ParseException("expected one array or query");
        }
        tree.quantified(op, all, list.get(0), Span.of(pos).end(this));
    }
}

void PgIs(OperatorTree tree) :
{ final Span s; String not = ""; String what; }
{
    <IS> { s = span(); }
    [ LOOKAHEAD({ pgKind(1) == NOT }) <NOT> { not = "not "; } ]
    (
        LOOKAHEAD({ pgKind(1) == DISTINCT })
        <DISTINCT> <FROM> { tree.infix("is " + not + "distinct from", s.end(this)); } PgOperand(tree)
    |
        LOOKAHEAD({ pgKind(1) == NULL }) <NULL> { tree.postfix("is " + not + "null", s.end(this)); }
    |
        LOOKAHEAD({ pgKind(1) == TRUE }) <TRUE> { tree.postfix("is " + not + "true", s.end(this)); }
    |
        LOOKAHEAD({ pgKind(1) == FALSE }) <FALSE> { tree.postfix("is " + not + "false", s.end(this)); }
    |
        LOOKAHEAD({ pgWord(1, "unknown") || pgWord(1, "document") || pgWord(1, "normalized") })
        <IDENTIFIER> { tree.postfix("is " + not + token.image, s.end(this)); }
    |
        LOOKAHEAD({ pgWord(2, "normalized") })
        <IDENTIFIER> { what = token.image; } <IDENTIFIER> { tree.postfix("is " + not + what + " normalized", s.end(this)); }
    |
        PgExpect("json") { what = "is " + not + "json"; }
        [
            LOOKAHEAD({ pgWord(1, "value") || pgWord(1, "scalar") || pgWord(1, "object") || pgKind(1) == ARRAY })
            ( <IDENTIFIER> | <ARRAY> ) { what = token.image.equals("value") ? what : what + " " + token.image; }
        ]
        [ LOOKAHEAD({ pgUniqueKeysAhead() }) what = PgUniqueKeys(what) ]
        { tree.postfix(what, s.end(this)); }
    )
}

/** An operand without prefix operators; sets outer to its place with all parentheses around it. */
SqlNode PgPrimary() :
{
    SqlNode e;
    SqlNodeList list;
    final boolean position = insidePosition;
    final boolean substring = insideSubstring;
    final boolean escape = escapeAllowed;
    SqlParserPos o;
}
{
    (
        LOOKAHEAD({ pgKind(1) == LPAREN })
        { insidePosition = false; insideSubstring = false; escapeAllowed = false; }
        list = ParenthesizedQueryOrCommaList(ExprContext.ACCEPT_SUB_QUERY)
        {
            insidePosition = position;
            insideSubstring = substring;
            escapeAllowed = escape;
            e = list.size() == 1 ? list.get(0) : new PgRow(list.getParserPosition(), list.getList());
            o = list.getParserPosition();
        }
    |
        { insidePosition = false; insideSubstring = false; escapeAllowed = false; }
        e = PgAtom()
        { insidePosition = position; insideSubstring = substring; escapeAllowed = escape; o = e.getParserPosition(); }
    )
    (
        LOOKAHEAD({ pgKind(1) == INFIX_CAST || pgKind(1) == LBRACKET || pgKind(1) == DOT })
        e = PgIndirection(e, o) { o = e.getParserPosition(); }
    )*
    { outer = o; return e; }
}

/** {@code ::type}, {@code [subscript]}, {@code .field} or {@code .*} behind a node that stands, with its parentheses, at {@code before}. */
SqlNode PgIndirection(SqlNode e, SqlParserPos before) :
{ final Span s = Span.of(before); String type; String path = ""; SqlNode lower = null; SqlNode upper = null; SqlIdentifier id; final List<SqlNode> children = new ArrayList<SqlNode>(); }
{
    LOOKAHEAD({ pgKind(1) == INFIX_CAST })
    <INFIX_CAST> type = PgType() { return new PgCast(s.end(this), e, type); }
|
    LOOKAHEAD({ pgKind(1) == LBRACKET })
    <LBRACKET> { children.add(e); }
    [ LOOKAHEAD({ pgKind(1) != COLON && pgKind(1) != RBRACKET }) lower = Expression(ExprContext.ACCEPT_SUB_QUERY) { children.add(lower); path = "_"; } ]
    [
        LOOKAHEAD({ pgKind(1) == COLON }) <COLON> { path = path + ":"; }
        [ LOOKAHEAD({ pgKind(1) != RBRACKET }) upper = Expression(ExprContext.ACCEPT_SUB_QUERY) { children.add(upper); path = path + "_"; } ]
    ]
    <RBRACKET>
    { return new PgSpecial(s.end(this), PgSpecial.SUBSCRIPT, "[" + path + "]", children); }
|
    <DOT> { children.add(e); }
    (
        LOOKAHEAD({ pgKind(1) == STAR }) <STAR> { return new PgSpecial(s.end(this), PgSpecial.FIELD, ".*", children); }
    |
        id = SimpleIdentifier() { return new PgSpecial(s.end(this), PgSpecial.FIELD, "." + id.getSimple(), children); }
    )
}

SqlNode PgAtom() :
{ SqlNode e; final Span s; SqlNodeList list; final List<SqlNode> items = new ArrayList<SqlNode>(); String type; }
{
    LOOKAHEAD({ ((PgToken) getToken(1)).isConstant() })
    ( <QUOTED_STRING> | <UNSIGNED_INTEGER_LITERAL> | <DECIMAL_NUMERIC_LITERAL> | <BINARY_STRING_LITERAL> | <PG_PARAM> | <NULL> | <TRUE> | <FALSE> )
    { return new PgLeaf(getPos()); }
|
    LOOKAHEAD({ pgKind(1) == CASE }) e = CaseExpression() { return e; }
|
    LOOKAHEAD({ pgKind(1) == ARRAY && pgKind(2) == LPAREN })
    <ARRAY> { s = span(); } <LPAREN> e = OrderedQueryOrExpr(ExprContext.ACCEPT_ALL) <RPAREN>
    { return new PgSpecial(s.end(this), PgSpecial.ARRAY_QUERY, ImmutableList.of(e)); }
|
    LOOKAHEAD({ pgKind(1) == ARRAY })
    <ARRAY> { s = span(); } PgArrayItems(items) { return new PgSpecial(s.end(this), PgSpecial.ARRAY, items); }
|
    LOOKAHEAD({ ((PgToken) getToken(1)).startsTypedLiteral() })
    e = PgTypedLiteral() { return e; }
|
    LOOKAHEAD({ pgWord(1, "exists") && pgKind(2) == LPAREN })
    <IDENTIFIER> { s = span(); } <LPAREN> e = OrderedQueryOrExpr(ExprContext.ACCEPT_ALL) <RPAREN>
    { return new PgSpecial(s.end(this), PgSpecial.EXISTS, ImmutableList.of(e)); }
|
    LOOKAHEAD({ pgWord(1, "row") && pgKind(2) == LPAREN })
    <IDENTIFIER> { s = span(); } <LPAREN>
    [
        LOOKAHEAD({ pgKind(1) != RPAREN })
        e = Expression(ExprContext.ACCEPT_SUB_QUERY) { items.add(e); } ( LOOKAHEAD(1) <COMMA> e = Expression(ExprContext.ACCEPT_SUB_QUERY) { items.add(e); } )*
    ]
    <RPAREN> { return new PgRow(s.end(this), items); }
|
    LOOKAHEAD({ pgWord(1, "cast") && pgKind(2) == LPAREN })
    <IDENTIFIER> { s = span(); } <LPAREN> e = Expression(ExprContext.ACCEPT_SUB_QUERY) <AS> type = PgType() <RPAREN>
    { return new PgCast(s.end(this), e, type); }
|
    LOOKAHEAD({ pgSpecialCallAhead() }) e = PgSpecialCall() { return e; }
|
    LOOKAHEAD({ ((PgToken) getToken(1)).isValueFunction() })
    <IDENTIFIER> { s = span(); }
    [ LOOKAHEAD({ pgKind(1) == LPAREN && pgKind(2) == UNSIGNED_INTEGER_LITERAL }) <LPAREN> <UNSIGNED_INTEGER_LITERAL> { items.add(new PgLeaf(getPos())); } <RPAREN> ]
    { return new PgCall(s.end(this), ((PgToken) getToken(0)).valueFunction(s.pos()), items); }
|
    LOOKAHEAD({ ((PgToken) getToken(1)).startsCall() }) e = PgFunctionCall() { return e; }
|
    e = PgColumn() { return e; }
}

/** a, t.a, s.t.a, t.* */
SqlNode PgColumn() :
{ final List<String> names = new ArrayList<String>(); final List<SqlParserPos> positions = new ArrayList<SqlParserPos>(); }
{
    AddIdentifierSegment(names, positions)
    ( LOOKAHEAD({ pgKind(1) == DOT && pgKind(2) == IDENTIFIER }) <DOT> AddIdentifierSegment(names, positions) )*
    [ LOOKAHEAD({ pgKind(1) == DOT && pgKind(2) == STAR }) <DOT> <STAR> { names.add(""); positions.add(getPos()); } ]
    {
        SqlParserPos pos = SqlParserPos.sum(positions);
        return names.get(names.size() - 1).isEmpty()
            ? SqlIdentifier.star(names, pos, positions)
            : new SqlIdentifier(names, null, pos, positions);
    }
}

void PgArrayItems(List<SqlNode> items) :
{ SqlNode e; }
{
    <LBRACKET>
    [
        LOOKAHEAD({ pgKind(1) != RBRACKET })
        PgArrayItem(items) ( LOOKAHEAD(1) <COMMA> PgArrayItem(items) )*
    ]
    <RBRACKET>
}

void PgArrayItem(List<SqlNode> items) :
{ SqlNode e; final Span s = Span.of(); final List<SqlNode> inner = new ArrayList<SqlNode>(); }
{
    LOOKAHEAD({ pgKind(1) == LBRACKET })
    { s.add(new SqlParserPos(1, getToken(1).beginColumn, 1, getToken(1).endColumn)); }
    PgArrayItems(inner) { items.add(new PgSpecial(s.end(this), PgSpecial.ARRAY, inner)); }
|
    e = Expression(ExprContext.ACCEPT_SUB_QUERY) { items.add(e); }
}

SqlNode CaseExpression() :
{ final Span s; SqlNode operand = null; final List<SqlNode> whens = new ArrayList<SqlNode>(); final List<SqlNode> thens = new ArrayList<SqlNode>(); SqlNode otherwise = null; SqlNode e; }
{
    <CASE> { s = span(); }
    [ LOOKAHEAD({ pgKind(1) != WHEN }) operand = Expression(ExprContext.ACCEPT_SUB_QUERY) ]
    (
        <WHEN> e = Expression(ExprContext.ACCEPT_SUB_QUERY) { whens.add(e); }
        <THEN> e = Expression(ExprContext.ACCEPT_SUB_QUERY) { thens.add(e); }
    )+
    [ LOOKAHEAD({ pgKind(1) == ELSE }) <ELSE> otherwise = Expression(ExprContext.ACCEPT_SUB_QUERY) ]
    <END>
    { return new PgCase(s.end(this), operand, whens, thens, otherwise); }
}

/** type 'literal' [interval fields]. */
SqlNode PgTypedLiteral() :
{ final Span s; String type; SqlNode e; }
{
    { s = Span.of(new SqlParserPos(1, getToken(1).beginColumn, 1, getToken(1).endColumn)); }
    type = PgType() { lastType = type; } <QUOTED_STRING> { e = new PgLeaf(getPos()); }
    [ LOOKAHEAD({ lastType.equals("interval") && ((PgToken) getToken(1)).startsIntervalFields() }) type = PgIntervalFields() ]
    { return new PgCast(s.end(this), e, PgToken.ofLiteral(type)); }
}

/** The type of an interval with these fields. */
JAVACODE String PgIntervalFields() {
    return ((PgToken) getToken(1)).intervalFields(this);
}

/** Calls with words between their arguments; given under the name in the catalogue. */
SqlNode PgSpecialCall() :
{ final Span s; String name; final List<SqlNode> arguments = new ArrayList<SqlNode>(); SqlNode e; final SqlParserPos at; String type; int last = 0; }
{
    <IDENTIFIER> { s = span(); name = token.image; at = getPos(); }
    [ LOOKAHEAD({ pgKind(1) == FOR }) <FOR> { name = "pg_collation_for"; } ] <LPAREN>
    (
        LOOKAHEAD({ pgBehindParen("extract") && pgKind(2) == FROM })
        ( <IDENTIFIER> | <QUOTED_STRING> ) { arguments.add(new PgLeaf(getPos())); } <FROM> e = Expression(ExprContext.ACCEPT_SUB_QUERY) { arguments.add(e); }
    |
        LOOKAHEAD({ pgBehindParen("position") })
        { insidePosition = true; } e = Expression(ExprContext.ACCEPT_SUB_QUERY) { insidePosition = false; arguments.add(e); }
        <IN> e = Expression(ExprContext.ACCEPT_SUB_QUERY) { arguments.add(0, e); }
    |
        LOOKAHEAD({ pgBehindParen("trim") })
        { name = "btrim"; }
        [
            LOOKAHEAD({ pgWord(1, "both") || pgWord(1, "leading") || pgWord(1, "trailing") })
            (
                LOOKAHEAD({ pgWord(1, "both") }) <IDENTIFIER>
            |
                LOOKAHEAD({ pgWord(1, "leading") }) <IDENTIFIER> { name = "ltrim"; }
            |
                LOOKAHEAD({ pgWord(1, "trailing") }) <IDENTIFIER> { name = "rtrim"; }
            )
        ]
        [ LOOKAHEAD({ pgKind(1) != FROM }) e = Expression(ExprContext.ACCEPT_SUB_QUERY) { arguments.add(e); } ]
        [
            LOOKAHEAD({ pgKind(1) == FROM }) <FROM> { last = arguments.size(); }
            e = Expression(ExprContext.ACCEPT_SUB_QUERY) { arguments.add(arguments.size() - last, e); }
        ]
        (
            LOOKAHEAD(1) <COMMA>
            e = Expression(ExprContext.ACCEPT_SUB_QUERY) { arguments.add(arguments.size() - last, e); }
        )*
    |
        LOOKAHEAD({ pgBehindCollationFor() })
        e = Expression(ExprContext.ACCEPT_SUB_QUERY) { arguments.add(e); }
    |
        LOOKAHEAD({ pgBehindParen("treat") })
        e = Expression(ExprContext.ACCEPT_SUB_QUERY) { arguments.add(e); } <AS> type = PgType() { name = type; }
    |
        LOOKAHEAD({ pgBehindParen("substring") })
        PgSubstring(arguments)
    |
        // overlay (a PLACING b FROM c FOR d); or commas
        e = Expression(ExprContext.ACCEPT_SUB_QUERY) { arguments.add(e); }
        (
            LOOKAHEAD({ pgSubstringWordAhead() })
            ( <FROM> | <FOR> | <COMMA> | <IDENTIFIER> ) e = Expression(ExprContext.ACCEPT_SUB_QUERY) { arguments.add(e); }
        )*
    )
    <RPAREN>
    { return new PgCall(s.end(this), new SqlIdentifier(name, at), arguments); }
}

/** (a FROM b FOR c) with either part missing and in either order, (a SIMILAR b ESCAPE c), or commas. A length without a start isn't a start. */
void PgSubstring(List<SqlNode> arguments) :
{ SqlNode e; SqlNode from = null; SqlNode length = null; Span s = null; }
{
    { insideSubstring = true; } e = Expression(ExprContext.ACCEPT_SUB_QUERY) { arguments.add(e); }
    (
        LOOKAHEAD({ pgKind(1) == FROM || pgKind(1) == FOR })
        (
            LOOKAHEAD({ pgKind(1) == FROM && from == null || pgKind(1) == FOR && length == null })
            (
                LOOKAHEAD({ pgKind(1) == FROM }) <FROM> from = Expression(ExprContext.ACCEPT_SUB_QUERY)
            |
                <FOR> { s = span(); } length = Expression(ExprContext.ACCEPT_SUB_QUERY) { s.end(this); }
            )
        )+
        {
            if (from == null) {
                arguments.add(new PgSpecial(s.end(this), PgSpecial.LENGTH, ImmutableList.of(length)));
            } else {
                arguments.add(from);
                if (length != null) {
                    arguments.add(length);
                }
            }
        }
    |
        LOOKAHEAD({ pgKind(1) == SIMILAR })
        <SIMILAR> e = Expression(ExprContext.ACCEPT_SUB_QUERY) { arguments.add(e); }
        PgExpect("escape") e = Expression(ExprContext.ACCEPT_SUB_QUERY) { arguments.add(e); }
    |
        ( LOOKAHEAD({ pgKind(1) == COMMA }) <COMMA> PgArgument(arguments) )*
    )
}

SqlNode PgFunctionCall() :
{
    final SqlIdentifier name;
    final Span s;
    final List<SqlNode> arguments = new ArrayList<SqlNode>();
    boolean distinct = false;
    boolean withinGroup = false;
    SqlNodeList orderBy = null;
    SqlNode filter = null;
    SqlNode over = null;
    SqlIdentifier id;
}
{
    name = PgName() { s = Span.of(name); }
    <LPAREN>
    [
        LOOKAHEAD({ pgKind(1) == STAR || pgKind(1) != RPAREN })
        (
            LOOKAHEAD({ ((PgToken) getToken(1)).isInStandardCall() }) orderBy = PgStandardArguments(name.getSimple(), arguments)
        |
            LOOKAHEAD({ pgKind(1) == STAR }) <STAR> { arguments.add(SqlIdentifier.star(getPos())); }
        |
            LOOKAHEAD({ pgKind(1) != RPAREN })
            [
                LOOKAHEAD({ pgKind(1) == DISTINCT || pgKind(1) == ALL })
                ( LOOKAHEAD({ pgKind(1) == DISTINCT }) <DISTINCT> { distinct = true; } | <ALL> )
            ]
            PgArgument(arguments) ( LOOKAHEAD({ pgKind(1) == COMMA }) <COMMA> PgArgument(arguments) )*
            [ LOOKAHEAD({ pgKind(1) == ORDER }) orderBy = OrderBy(true) ]
        )
    ]
    <RPAREN>
    [
        LOOKAHEAD({ pgWord(1, "within") && pgKind(2) == GROUP })
        <IDENTIFIER> <GROUP> <LPAREN> orderBy = OrderBy(true) <RPAREN> { withinGroup = true; }
    ]
    [
        LOOKAHEAD({ pgWord(1, "filter") && pgKind(2) == LPAREN && pgKind(3) == WHERE })
        <IDENTIFIER> <LPAREN> <WHERE> filter = Expression(ExprContext.ACCEPT_SUB_QUERY) <RPAREN>
    ]
    [
        LOOKAHEAD({ pgWord(1, "over") && (pgKind(2) == LPAREN || pgKind(2) == IDENTIFIER) })
        <IDENTIFIER>
        (
            LOOKAHEAD({ pgKind(1) == LPAREN }) over = PgWindowSpecification()
        |
            over = SimpleIdentifier()
        )
    ]
    { return new PgCall(s.end(this), name, arguments, distinct, orderBy, withinGroup, filter, over); }
}

/**
 * What stands between the parentheses of the XML and JSON functions of the standard, whose arguments have clauses of their own: the
 * expressions are arguments, and so are the words between them. Gives ORDER BY. Laxer than PostgreSQL, which reads the text as well.
 */
JAVACODE SqlNodeList PgStandardArguments(String function, List<SqlNode> arguments) {
    SqlNodeList orderBy = null;
    boolean operand = true;
    while (pgKind(1) != RPAREN && pgKind(1) != EOF) {
        if (pgKind(1) == COMMA) {
            getNextToken();
            operand = true;
        } else if (pgKind(1) == ORDER) {
            orderBy = OrderBy(true);
            operand = false;
        } else if (!operand && pgWord(1, "columns")) {
            getNextToken();
            PgTableColumns(arguments);
        } else if (!operand || pgStandardWordAhead(function)) {
            operand = PgStandardWords(function, arguments);
        } else {
            operand = false;
            if (pgQueryAhead()) {
                arguments.add(OrderedQueryOrExpr(ExprContext.ACCEPT_ALL));
            } else {
                PgArgument(arguments);
            }
        }
    }
    return orderBy;
}

/** Words to where an operand or the end follows. Gives whether it is an operand. */
JAVACODE boolean PgStandardWords(String function, List<SqlNode> arguments) {
    final Span s = Span.of(new SqlParserPos(1, getToken(1).beginColumn, 1, getToken(1).endColumn));
    final StringBuilder words = new StringBuilder();
    boolean operand = false;
    while (!operand && pgKind(1) != RPAREN && pgKind(1) != COMMA && pgKind(1) != ORDER && !pgWord(1, "columns")) {
        if (!((PgToken) getToken(1)).isWritten() && pgKind(1) != COLON) {
            throw new ParseException("expected a word");
        }
        Token word = getNextToken();
        words.append(words.length() == 0 ? "" : " ").append(word.image);
        switch (word.kind) {
        case COLON: case DEFAULT_:
            operand = true;
            break;
        case RETURNING:
            words.append(' ').append(PgType());
            break;
        case AS:
            words.append(' ').append(function.equals("xmlserialize") ? PgType() : getNextToken().image);
            break;
        default:
            if (word.image.equals("name") && words.length() == "name".length()) {
                words.append(' ').append(getNextToken().image);
            } else if (word.image.equals("passing") || word.image.equals("version")) {
                operand = !pgWord(1, "by") && !pgWord(1, "no");
            } else if (word.image.equals("value") || word.image.equals("ref")) {
                operand = !words.toString().endsWith("no value") && pgKind(1) != RPAREN && pgKind(1) != COMMA;
            } else if (word.image.equals("document") || word.image.equals("content")) {
                operand = true;
            }
        }
    }
    arguments.add(new PgSpecial(s.end(this), PgSpecial.WORDS, words.toString(), ImmutableList.<SqlNode>of()));
    return operand;
}

/** The columns of JSON_TABLE and XMLTABLE. */
JAVACODE void PgTableColumns(List<SqlNode> arguments) {
    final boolean parenthesized = pgKind(1) == LPAREN;
    boolean more = true;
    if (parenthesized) {
        getNextToken();
    }
    while (more) {
        PgTableColumn(arguments);
        more = pgKind(1) == COMMA;
        if (more) {
            getNextToken();
        }
    }
    if (parenthesized && getNextToken().kind != RPAREN) {
        throw new ParseException("expected )");
    }
}

JAVACODE void PgTableColumn(List<SqlNode> arguments) {
    if (pgWord(1, "nested") && (pgWord(2, "path") || pgKind(2) == QUOTED_STRING)) {
        getNextToken();
        if (pgWord(1, "path")) {
            getNextToken();
        }
        arguments.add(PgPrimary());
        if (pgKind(1) == AS) {
            getNextToken();
            SimpleIdentifier();
        }
        PgExpect("columns");
        PgTableColumns(arguments);
        return;
    }
    final SqlIdentifier column = SimpleIdentifier();
    String type = "for ordinality";
    if (pgKind(1) == FOR) {
        getNextToken();
        getNextToken();
    } else {
        type = PgType();
    }
    arguments.add(new PgSpecial(
        column.getParserPosition(), PgSpecial.WORDS, column.getSimple() + " " + type, ImmutableList.<SqlNode>of()));
    while (pgKind(1) != COMMA && pgKind(1) != RPAREN) {
        if (pgWord(1, "path") || pgKind(1) == DEFAULT_) {
            getNextToken();
            arguments.add(Expression(ExprContext.ACCEPT_SUB_QUERY));
        } else if (((PgToken) getToken(1)).isWritten()) {
            getNextToken();
        } else {
            throw new ParseException("expected a word");
        }
    }
}

/** [VARIADIC] x, name => x, name := x. */
void PgArgument(List<SqlNode> arguments) :
{ SqlNode e; final Span s; String name; }
{
    LOOKAHEAD({ pgKind(1) == VARIADIC })
    <VARIADIC> { s = span(); } e = Expression(ExprContext.ACCEPT_SUB_QUERY)
    { arguments.add(new PgSpecial(s.end(this), PgSpecial.VARIADIC, ImmutableList.of(e))); }
|
    LOOKAHEAD({ pgKind(2) == NAMED_ARGUMENT_ASSIGNMENT || pgKind(2) == COLON_EQ })
    <IDENTIFIER> { s = span(); name = token.image; } ( <NAMED_ARGUMENT_ASSIGNMENT> | <COLON_EQ> ) e = Expression(ExprContext.ACCEPT_SUB_QUERY)
    { arguments.add(new PgSpecial(s.end(this), PgSpecial.NAMED_ARGUMENT, name, ImmutableList.of(e))); }
|
    LOOKAHEAD({ pgNormalFormAhead() })
    <IDENTIFIER> { arguments.add(new PgSpecial(getPos(), PgSpecial.NORMAL_FORM, token.image, ImmutableList.<SqlNode>of())); }
|
    e = Expression(ExprContext.ACCEPT_SUB_QUERY) { arguments.add(e); }
}

/** WITH or WITHOUT UNIQUE [KEYS], behind {@code what}. */
String PgUniqueKeys(String what) :
{ String with = " with unique"; }
{
    ( LOOKAHEAD({ pgKind(1) == WITH }) <WITH> | <IDENTIFIER> { with = ""; } )
    <IDENTIFIER>
    [ LOOKAHEAD({ pgWord(1, "keys") }) <IDENTIFIER> ]
    { return what + with; }
}

/** A type's name with its modifiers, in lower case and canonical spacing. */
JAVACODE String PgType() {
    return ((PgToken) getToken(1)).type(this);
}
