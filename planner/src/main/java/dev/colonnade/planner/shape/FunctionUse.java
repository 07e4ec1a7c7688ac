package dev.colonnade.planner.shape;

import dev.colonnade.planner.ast.Expr;
import dev.colonnade.planner.catalog.SchemaCatalog;
import dev.colonnade.planner.catalog.SchemaCatalog.Volatility;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The functions that a statement calls, by what they may do.
 *
 * @param firstVolatile a built-in whose result differs from call to call, or that has an effect; null for none
 * @param firstUser a function outside pg_catalog that isn't declared immutable: it may read tables that the text doesn't name
 * @param anyUser a function outside pg_catalog, immutable or not
 * @param firstSession a function that sets or depends on the state of one server session
 * @param firstUnknown a function that nobody here knows
 * @param mayWrite whether some call may change data
 */
public record FunctionUse(
        Expr.@Nullable Call firstVolatile,
        Expr.@Nullable Call firstUser,
        Expr.@Nullable Call anyUser,
        Expr.@Nullable Call firstSession,
        Expr.@Nullable Call firstUnknown,
        boolean mayWrite) {
    /** The grammar's own, which are in no catalogue of functions. */
    private static final Set<String> SYNTAX = Words.of("""
            coalesce collation_for current_catalog current_date current_role current_schema current_time
            current_timestamp current_user extract greatest grouping is_normalized json json_array
            json_arrayagg json_exists json_object json_objectagg json_query json_scalar json_serialize
            json_table json_value least localtime localtimestamp merge_action normalize nullif overlay
            position row session_user substring system_user treat trim user xmlattributes xmlconcat
            xmlelement xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable
            """);

    /** What matters even while the catalogue of functions hasn't been read. */
    private static final Set<String> VOLATILE = Words.of("""
            clock_timestamp currval gen_random_uuid lastval nextval pg_notify pg_sleep pg_sleep_for
            pg_sleep_until random random_normal setseed setval timeofday uuidv4 uuidv7
            """);

    private static final Set<String> SESSION = Words.of("""
            pg_advisory_lock pg_advisory_lock_shared pg_advisory_unlock pg_advisory_unlock_all
            pg_advisory_unlock_shared pg_advisory_xact_lock pg_advisory_xact_lock_shared pg_export_snapshot
            pg_try_advisory_lock pg_try_advisory_lock_shared pg_try_advisory_xact_lock
            pg_try_advisory_xact_lock_shared set_config
            """);

    /** They run a query that is a text, or read a table by its name. */
    private static final Set<String> READS_TABLES = Words.of("""
            cursor_to_xml cursor_to_xmlschema database_to_xml database_to_xml_and_xmlschema database_to_xmlschema
            query_to_xml query_to_xml_and_xmlschema query_to_xmlschema schema_to_xml schema_to_xml_and_xmlschema
            schema_to_xmlschema table_to_xml table_to_xml_and_xmlschema table_to_xmlschema ts_rewrite ts_stat
            """);

    /** Volatile because their answer changes, not because they do anything. */
    private static final Set<String> HARMLESS = Words.of("""
            clock_timestamp currval gen_random_uuid lastval pg_backend_pid pg_conf_load_time
            pg_current_wal_lsn pg_current_xact_id_if_assigned pg_cursor pg_database_size pg_indexes_size
            pg_is_in_recovery pg_last_wal_replay_lsn pg_lock_status pg_postmaster_start_time
            pg_prepared_statement pg_prepared_xact pg_relation_size pg_show_all_settings pg_sleep
            pg_sleep_for pg_sleep_until pg_stat_get_activity pg_table_size pg_tablespace_size
            pg_total_relation_size random random_normal setseed timeofday txid_current_if_assigned uuidv4
            uuidv7
            """);

    public static FunctionUse of(AstNodes nodes, SchemaCatalog catalog) {
        Expr.Call firstVolatile = null;
        Expr.Call firstUser = null;
        Expr.Call anyUser = null;
        Expr.Call firstSession = null;
        Expr.Call firstUnknown = null;
        boolean mayWrite = false;
        for (Expr expr : nodes.exprs()) {
            if (expr instanceof Expr.Call call) {
                switch (kind(call, catalog)) {
                    case PLAIN -> {}
                    case VOLATILE -> {
                        firstVolatile = firstVolatile == null ? call : firstVolatile;
                        mayWrite |= !HARMLESS.contains(call.simpleName());
                    }
                    case SESSION -> firstSession = firstSession == null ? call : firstSession;
                    case USER_PURE -> anyUser = anyUser == null ? call : anyUser;
                    case USER -> {
                        anyUser = anyUser == null ? call : anyUser;
                        firstUser = firstUser == null ? call : firstUser;
                        mayWrite = true;
                    }
                    case UNKNOWN -> {
                        firstUnknown = firstUnknown == null ? call : firstUnknown;
                        mayWrite = true;
                    }
                }
            }
        }
        return new FunctionUse(firstVolatile, firstUser, anyUser, firstSession, firstUnknown, mayWrite);
    }

    /** Whether the call is of a volatile built-in. */
    public static boolean isVolatile(Expr.Call call, SchemaCatalog catalog) {
        return kind(call, catalog) == Kind.VOLATILE;
    }

    private enum Kind {
        PLAIN,
        VOLATILE,
        SESSION,
        USER_PURE,
        USER,
        UNKNOWN
    }

    private static Kind kind(Expr.Call call, SchemaCatalog catalog) {
        String name = call.simpleName();
        boolean system = call.name().size() > 1
                && call.name().get(call.name().size() - 2).equals("pg_catalog");
        if (call.name().size() > 1 && !system) {
            return user(catalog.userFunctions().get(name));
        }
        if (SESSION.contains(name) || name.startsWith("lo_")) {
            return Kind.SESSION;
        }
        if (READS_TABLES.contains(name)) {
            return Kind.USER;
        }
        if (SYNTAX.contains(name) || Aggregates.isAggregate(call)) {
            return Kind.PLAIN;
        }
        Volatility builtIn = catalog.functions().get(name);
        Volatility user = catalog.userFunctions().get(name);
        if (user != null && !system) {
            // an overload of the same name may be meant
            return user(user);
        }
        if (VOLATILE.contains(name) || builtIn == Volatility.VOLATILE) {
            return Kind.VOLATILE;
        }
        if (builtIn != null || system) {
            return Kind.PLAIN;
        }
        return Kind.UNKNOWN;
    }

    private static Kind user(@Nullable Volatility volatility) {
        if (volatility == null) {
            return Kind.UNKNOWN;
        }
        return volatility == Volatility.IMMUTABLE ? Kind.USER_PURE : Kind.USER;
    }
}
