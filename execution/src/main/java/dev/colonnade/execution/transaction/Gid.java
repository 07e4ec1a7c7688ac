package dev.colonnade.execution.transaction;

import dev.colonnade.topology.PhysicalShardId;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * The name of one transaction over several databases, and the key of its decision. A participant prepares it under this name with its place
 * in the list: names are unique in a whole server, and databases may share one. Whoever finds one in {@code pg_prepared_xacts} knows where
 * to ask for the decision.
 *
 * @param topology {@link #topologyId} of the fleet, so that two fleets on one server leave each other's transactions alone
 * @param instance the proxy that drives it, a new one at each start
 * @param process the server process, in the decision's database, that may decide on COMMIT
 * @param number counts the instance's transactions
 * @param decision the database that holds the decision
 */
public record Gid(String topology, String instance, int process, long number, PhysicalShardId decision) {
    /** PostgreSQL takes 199 bytes. */
    private static final int BYTES_MAX = 199;

    private static final String PLACE_MAX = ".99999";
    private static final String PREFIX = "colonnade:1:";
    private static final Pattern FORM = Pattern.compile(
            PREFIX + "([0-9a-f]{8}):([0-9a-f]{16}):([0-9]{1,10}):([0-9a-f]{1,16})(?:\\.[0-9]+)?:(.+)", Pattern.DOTALL);

    /** @throws IllegalArgumentException where it would be too long for PostgreSQL */
    public Gid {
        int bytes =
                text(topology, instance, process, number, PLACE_MAX, decision).getBytes(StandardCharsets.UTF_8).length;
        if (bytes > BYTES_MAX) {
            throw new IllegalArgumentException("gid: " + bytes + " bytes (expected: <= " + BYTES_MAX
                    + "; the name of shard " + decision + " is too long)");
        }
    }

    /** Eight hexadecimal digits that stand for the name of the database that clients connect to. */
    public static String topologyId(String database) {
        CRC32 sum = new CRC32();
        sum.update(database.getBytes(StandardCharsets.UTF_8));
        return String.format(Locale.ROOT, "%08x", sum.getValue());
    }

    /** What the names of all transactions of a fleet begin with. */
    public static String prefix(String topology) {
        return PREFIX + topology + ":";
    }

    /** Of a key or of a participant's name; empty for one that isn't ours. */
    public static Optional<Gid> parse(String text) {
        Matcher match = FORM.matcher(text);
        if (!match.matches() || Long.parseLong(match.group(3)) > Integer.MAX_VALUE) {
            return Optional.empty();
        }
        return Optional.of(new Gid(
                match.group(1),
                match.group(2),
                Integer.parseInt(match.group(3)),
                Long.parseUnsignedLong(match.group(4), 16),
                new PhysicalShardId(match.group(5))));
    }

    private static String text(
            String topology, String instance, int process, long number, String place, PhysicalShardId decision) {
        return PREFIX + topology + ":" + instance + ":" + process + ":" + Long.toHexString(number) + place + ":"
                + decision.value();
    }

    /** What participant number {@code place} prepares it as. */
    public String preparedAs(int place) {
        return text(topology, instance, process, number, "." + place, decision);
    }

    /** The key of the decision. */
    @Override
    public String toString() {
        return text(topology, instance, process, number, "", decision);
    }
}
