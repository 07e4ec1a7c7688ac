package dev.colonnade.wire;

/** The SQLSTATEs that Colonnade itself raises, by PostgreSQL's condition names. */
public final class SqlState {
    public static final String WARNING = "01000";
    public static final String CONNECTION_FAILURE = "08006";
    public static final String TRANSACTION_RESOLUTION_UNKNOWN = "08007";
    public static final String PROTOCOL_VIOLATION = "08P01";
    public static final String FEATURE_NOT_SUPPORTED = "0A000";
    public static final String UNDEFINED_PREPARED_STATEMENT = "26000";
    public static final String DUPLICATE_PREPARED_STATEMENT = "42P05";
    public static final String SYNTAX_ERROR = "42601";
    public static final String UNDEFINED_PARAMETER = "42P02";
    public static final String UNDEFINED_OBJECT = "42704";
    public static final String UNDEFINED_CURSOR = "34000";
    public static final String DUPLICATE_CURSOR = "42P03";
    public static final String INVALID_AUTHORIZATION = "28000";
    public static final String INVALID_PASSWORD = "28P01";
    public static final String UNDEFINED_DATABASE = "3D000";
    public static final String ACTIVE_TRANSACTION = "25001";
    public static final String NO_ACTIVE_TRANSACTION = "25P01";
    public static final String IN_FAILED_TRANSACTION = "25P02";
    public static final String UNDEFINED_SAVEPOINT = "3B001";
    public static final String BAD_COPY_FORMAT = "22P04";
    public static final String OBJECT_NOT_IN_PREREQUISITE_STATE = "55000";
    public static final String PROGRAM_LIMIT_EXCEEDED = "54000";
    public static final String TOO_MANY_CONNECTIONS = "53300";
    public static final String CONFIGURATION_LIMIT_EXCEEDED = "53400";
    public static final String QUERY_CANCELED = "57014";
    public static final String ADMIN_SHUTDOWN = "57P01";
    public static final String CANNOT_CONNECT_NOW = "57P03";
    public static final String CHARACTER_NOT_IN_REPERTOIRE = "22021";
    public static final String INVALID_PARAMETER_VALUE = "22023";
    public static final String INTERNAL_ERROR = "XX000";

    private SqlState() {}
}
