package dev.colonnade.it.sqltest;

import dev.colonnade.it.fleet.FleetDatabase;
import dev.colonnade.it.wire.Reply;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Says whether the proxy's answer is the oracle's. Compared: kinds and order of messages, names, types, lengths, modifiers and formats of
 * columns, rows byte by byte, command tags, SQLSTATEs, transaction status, parameter types, reported settings. Types of users are compared
 * by name, since their OIDs differ by database.
 */
public final class Comparer {
    private static final int FIRST_USER_OID = 16384;
    private static final int RECORD = 2249;
    private static final int NUMERIC = 1700;
    private static final int SHOWN_ROWS = 3;

    private final IntFunction<FleetDatabase.TypeName> oracleTypes;
    private final IntFunction<FleetDatabase.TypeName> proxyTypes;

    public Comparer(IntFunction<FleetDatabase.TypeName> oracleTypes, IntFunction<FleetDatabase.TypeName> proxyTypes) {
        this.oracleTypes = oracleTypes;
        this.proxyTypes = proxyTypes;
    }

    /**
     * Compares one execution's answers.
     *
     * @param rowsOf rows that may come instead of the oracle's; null where only the oracle's will do
     */
    public Finding compare(
            Step.Looseness looseness,
            List<Reply> oracleReplies,
            List<Reply> proxyReplies,
            @Nullable List<Reply> rowsOf) {
        Answer oracle = Answer.of(oracleReplies);
        Answer proxy = Answer.of(proxyReplies);
        if (proxy.broken().isPresent() && oracle.broken().isEmpty()) {
            return Finding.wrong(proxy.broken().orElseThrow() + lastError(proxy));
        }
        if (proxy.error().isPresent()) {
            Reply.ErrorResponse error = proxy.error().orElseThrow();
            String expected = oracle.error().map(Reply.ErrorResponse::sqlState).orElse("");
            if (error.sqlState().equals("0A000") && !expected.equals("0A000")) {
                return refusal(error, proxy);
            }
            if (!error.sqlState().equals(expected)) {
                return Finding.wrong("error " + error.text() + " where the oracle "
                        + oracle.error().map(other -> "has " + other.text()).orElse("has an answer"));
            }
        } else if (oracle.error().isPresent()) {
            return Finding.wrong("an answer where the oracle has error "
                    + oracle.error().orElseThrow().text());
        }
        return compareAnswers(looseness, oracle, proxy, rowsOf == null ? null : Answer.of(rowsOf));
    }

    private static Finding refusal(Reply.ErrorResponse error, Answer proxy) {
        boolean rowsCame = proxy.segments().stream()
                .anyMatch(segment -> segment.error() != null && !segment.rows().isEmpty());
        if (rowsCame) {
            return Finding.wrong("refused after rows: " + error.text());
        }
        if (!error.fields().containsKey('D') && !error.fields().containsKey('H')) {
            return Finding.wrong("refused without DETAIL and HINT: " + error.text());
        }
        return Finding.refused(error.text());
    }

    private Finding compareAnswers(Step.Looseness looseness, Answer oracle, Answer proxy, @Nullable Answer rowsOf) {
        if (sameError(oracle, proxy)) {
            List<String> notes = new ArrayList<>();
            noteErrorFields(oracle.error().orElseThrow(), proxy.error().orElseThrow(), notes);
            if (!proxy.comparableShape().equals(oracle.comparableShape())) {
                notes.add("the error comes at another message: " + proxy.shape() + " (oracle: " + oracle.shape() + ")");
            }
            return Finding.same(notes);
        }
        if (!proxy.comparableShape().equals(oracle.comparableShape())) {
            return Finding.wrong(
                    "messages " + proxy.shape() + " (expected: " + oracle.shape() + ")" + lastError(proxy));
        }
        if (proxy.parameterTypes().size() != oracle.parameterTypes().size()) {
            return Finding.wrong("parameter descriptions: " + proxy.parameterTypes() + " (expected: "
                    + oracle.parameterTypes() + ")");
        }
        for (int i = 0; i < oracle.parameterTypes().size(); i++) {
            List<String> expected = names(oracle.parameterTypes().get(i), oracleTypes);
            List<String> actual = names(proxy.parameterTypes().get(i), proxyTypes);
            if (!actual.equals(expected)) {
                return Finding.wrong("parameter types " + actual + " (expected: " + expected + ")");
            }
        }
        if (!proxy.parameters().equals(oracle.parameters())) {
            return Finding.wrong(
                    "reported settings " + proxy.parameters() + " (expected: " + oracle.parameters() + ")");
        }
        List<String> notes = new ArrayList<>();
        for (int i = 0; i < Math.min(oracle.segments().size(), proxy.segments().size()); i++) {
            String difference = compareSegments(
                    looseness, oracle.segments().get(i), proxy.segments().get(i), rowsOf, notes);
            if (!difference.isEmpty()) {
                return Finding.wrong(difference);
            }
        }
        if (proxy.segments().size() != oracle.segments().size()) {
            return Finding.wrong("results: " + proxy.segments().size() + " (expected: "
                    + oracle.segments().size() + ")");
        }
        if (!proxy.notices().equals(oracle.notices())) {
            notes.add("notices " + proxy.notices() + " (oracle: " + oracle.notices() + ")");
        }
        return Finding.same(notes);
    }

    /** The same error after as many results, and the session is in the same state. At which message of the extended protocol doesn't matter. */
    private static boolean sameError(Answer oracle, Answer proxy) {
        return oracle.error().isPresent()
                && proxy.error().isPresent()
                && oracle.results() == proxy.results()
                && oracle.finalStatus() == proxy.finalStatus();
    }

    private String compareSegments(
            Step.Looseness looseness,
            Answer.Segment oracle,
            Answer.Segment proxy,
            @Nullable Answer rowsOf,
            List<String> notes) {
        if (oracle.error() != null && proxy.error() != null) {
            noteErrorFields(oracle.error(), proxy.error(), notes);
            return oracle.error().sqlState().equals(proxy.error().sqlState())
                    ? ""
                    : "error " + proxy.error().text() + " (expected: "
                            + oracle.error().text() + ")";
        }
        String columns = compareColumns(oracle.description(), proxy.description(), notes);
        if (!columns.isEmpty()) {
            return columns;
        }
        if (!String.valueOf(proxy.tag()).equals(String.valueOf(oracle.tag()))) {
            return "tag " + proxy.tag() + " (expected: " + oracle.tag() + ")";
        }
        String copied = compareBags(
                oracle.copied().stream().map(Reply.CopyData::bytes).toList(),
                proxy.copied().stream().map(Reply.CopyData::bytes).toList(),
                "lines of COPY");
        if (!copied.isEmpty()) {
            return copied;
        }
        boolean describedOnly =
                oracle.tag() == null && oracle.rows().isEmpty() && proxy.rows().isEmpty();
        return describedOnly ? "" : compareRows(looseness, oracle, proxy, rowsOf);
    }

    private String compareColumns(
            Reply.@Nullable RowDescription oracle, Reply.@Nullable RowDescription proxy, List<String> notes) {
        if (oracle == null || proxy == null) {
            return oracle == null && proxy == null ? "" : "columns " + proxy + " (expected: " + oracle + ")";
        }
        List<String> expected = oracle.fields().stream()
                .map(field -> column(field, oracleTypes))
                .toList();
        List<String> actual =
                proxy.fields().stream().map(field -> column(field, proxyTypes)).toList();
        for (int i = 0; i < Math.min(expected.size(), actual.size()); i++) {
            Reply.Field field = oracle.fields().get(i);
            if ((field.tableOid() == 0) != (proxy.fields().get(i).tableOid() == 0)
                    || field.attribute() != proxy.fields().get(i).attribute()) {
                notes.add("column " + field.name() + ": attribute "
                        + proxy.fields().get(i).attribute() + " of table "
                        + proxy.fields().get(i).tableOid() + " (oracle: " + field.attribute() + " of "
                        + field.tableOid() + ")");
            }
        }
        return actual.equals(expected) ? "" : "columns " + actual + " (expected: " + expected + ")";
    }

    private String compareRows(
            Step.Looseness looseness, Answer.Segment oracle, Answer.Segment proxy, @Nullable Answer rowsOf) {
        List<List<String>> expected = readable(looseness, oracle, oracle.rows(), oracleTypes);
        List<List<String>> actual = readable(looseness, proxy, proxy.rows(), proxyTypes);
        if (rowsOf != null) {
            return compareChoice(looseness, expected, actual, oracle, rowsOf);
        }
        return switch (looseness.order()) {
            case Step.Order.None none -> compareBags(expected, actual, "rows");
            case Step.Order.Total total -> {
                String bags = compareBags(expected, actual, "rows");
                yield !bags.isEmpty() ? bags : firstDifference(expected, actual);
            }
            case Step.Order.Keys keys -> {
                String bags = compareBags(expected, actual, "rows");
                // 1.0 and 1.00 are equal keys: which comes first isn't asked for
                Step.Looseness byValue = looseness.withAnyScale();
                yield !bags.isEmpty()
                        ? bags
                        : firstDifference(
                                project(readable(byValue, oracle, oracle.rows(), oracleTypes), keys.columns()),
                                project(readable(byValue, proxy, proxy.rows(), proxyTypes), keys.columns()));
            }
        };
    }

    /** Any rows of a larger answer, as many as the oracle gave; sort keys in the same sequence. */
    private String compareChoice(
            Step.Looseness looseness,
            List<List<String>> expected,
            List<List<String>> actual,
            Answer.Segment oracle,
            Answer rowsOf) {
        if (expected.size() != actual.size()) {
            return "rows: " + actual.size() + " (expected: " + expected.size() + ")";
        }
        List<Reply.DataRow> pool = rowsOf.segments().stream()
                .flatMap(segment -> segment.rows().stream())
                .toList();
        Map<List<String>, Integer> left = counts(readable(looseness, oracle, pool, oracleTypes));
        for (List<String> row : actual) {
            if (left.merge(row, -1, Integer::sum) < 0) {
                return "a row that isn't there, or too often: " + row;
            }
        }
        return looseness.order() instanceof Step.Order.Keys keys
                ? firstDifference(project(expected, keys.columns()), project(actual, keys.columns()))
                : "";
    }

    private List<List<String>> readable(
            Step.Looseness looseness,
            Answer.Segment segment,
            List<Reply.DataRow> rows,
            IntFunction<FleetDatabase.TypeName> types) {
        List<Reply.Field> fields = segment.description() == null
                ? List.of()
                : segment.description().fields();
        List<List<String>> all = new ArrayList<>();
        for (Reply.DataRow row : rows) {
            List<String> values = new ArrayList<>();
            for (int i = 0; i < row.values().size(); i++) {
                String value = row.values().get(i);
                if (value == null || i >= fields.size()) {
                    values.add(value == null ? "NULL" : "'" + value + "'");
                } else if (looseness.volatileColumns().contains(i + 1)) {
                    values.add("(some value)");
                } else {
                    values.add("'" + comparable(looseness, value, fields.get(i), types) + "'");
                }
            }
            all.add(values);
        }
        return all;
    }

    private static String comparable(
            Step.Looseness looseness, String value, Reply.Field field, IntFunction<FleetDatabase.TypeName> types) {
        if (looseness.floats() && (field.typeOid() == 700 || field.typeOid() == 701)) {
            return Numbers.rounded(value, field);
        }
        if (looseness.anyScale() && field.typeOid() == NUMERIC) {
            return Numbers.unscaled(value, field);
        }
        boolean mayHoldOids = field.typeOid() >= FIRST_USER_OID || field.typeOid() == RECORD;
        return field.format() == 1 && mayHoldOids ? BinaryOids.replaced(value, field.typeOid(), types) : value;
    }

    private static String compareBags(List<?> expected, List<?> actual, String what) {
        Map<Object, Integer> missing = counts(expected);
        List<Object> surplus = new ArrayList<>();
        for (Object row : actual) {
            Integer left = missing.get(row);
            if (left == null) {
                surplus.add(row);
            } else if (left == 1) {
                missing.remove(row);
            } else {
                missing.put(row, left - 1);
            }
        }
        if (missing.isEmpty() && surplus.isEmpty()) {
            return "";
        }
        return what + ": " + actual.size() + " (expected: " + expected.size() + "); missing "
                + missing.keySet().stream().limit(SHOWN_ROWS).toList() + ", surplus "
                + surplus.stream().limit(SHOWN_ROWS).toList();
    }

    private static <T> Map<T, Integer> counts(List<? extends T> rows) {
        Map<T, Integer> counts = new LinkedHashMap<>();
        rows.forEach(row -> counts.merge(row, 1, Integer::sum));
        return counts;
    }

    private static List<List<String>> project(List<List<String>> rows, List<Integer> columns) {
        return rows.stream()
                .map(row -> columns.stream().map(column -> row.get(column - 1)).toList())
                .toList();
    }

    private static String firstDifference(List<List<String>> expected, List<List<String>> actual) {
        for (int i = 0; i < expected.size(); i++) {
            if (!expected.get(i).equals(actual.get(i))) {
                return "order: row " + (i + 1) + " is " + actual.get(i) + " (expected: " + expected.get(i) + ")";
            }
        }
        return "";
    }

    private static void noteErrorFields(Reply.ErrorResponse oracle, Reply.ErrorResponse proxy, List<String> notes) {
        for (char field : new char[] {'S', 'V', 'M', 'P'}) {
            String expected = oracle.fields().getOrDefault(field, "");
            String actual = proxy.fields().getOrDefault(field, "");
            if (!expected.equals(actual)) {
                notes.add("error field " + field + ": " + actual + " (oracle: " + expected + ")");
            }
        }
    }

    private static String column(Reply.Field field, IntFunction<FleetDatabase.TypeName> types) {
        return field.name() + " " + typeName(field.typeOid(), types) + "(" + field.typeLength() + ","
                + field.typeModifier() + ") " + (field.format() == 0 ? "text" : "binary");
    }

    private static List<String> names(Reply.ParameterDescription described, IntFunction<FleetDatabase.TypeName> types) {
        return described.typeOids().stream().map(oid -> typeName(oid, types)).toList();
    }

    private static String typeName(int oid, IntFunction<FleetDatabase.TypeName> types) {
        return oid >= FIRST_USER_OID ? types.apply(oid).name() : "#" + oid;
    }

    private static String lastError(Answer answer) {
        return answer.error().map(error -> "; error " + error.text()).orElse("");
    }
}
