package dev.colonnade.admin;

import dev.colonnade.topology.Topology;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The strong entity tag of a topology version, see RFC 9110, 8.8.3. */
final class EntityTag {
    private EntityTag() {}

    static String of(Topology topology) {
        return '"' + topology.epoch().toString() + '-' + topology.contentHash() + '"';
    }

    /** Whether an If-None-Match says that the client has it; weak comparison, as RFC 9110, 13.1.2 asks. */
    static boolean matches(@Nullable String ifNoneMatch, String tag) {
        if (ifNoneMatch == null) {
            return false;
        }
        return Arrays.stream(ifNoneMatch.split(",", -1))
                .map(String::strip)
                .anyMatch(candidate -> candidate.equals("*") || candidate.equals(tag) || candidate.equals("W/" + tag));
    }
}
