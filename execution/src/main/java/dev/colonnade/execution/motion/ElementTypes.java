package dev.colonnade.execution.motion;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The built-in types whose values unnest() gives back one by one, and their array types; the numbers are PostgreSQL's own. */
final class ElementTypes {
    private static final int[] PAIRS = {
        16, 1000, 17, 1001, 18, 1002, 19, 1003, 20, 1016, 21, 1005, 23, 1007, 25, 1009, 114, 199, 142, 143, 600, 1017,
        601, 1018, 602, 1019, 603, 1020, 604, 1027, 628, 629, 650, 651, 700, 1021, 701, 1022, 718, 719, 774, 775, 790,
        791, 829, 1040, 869, 1041, 1042, 1014, 1043, 1015, 1082, 1182, 1083, 1183, 1114, 1115, 1184, 1185, 1186, 1187,
        1266, 1270, 1560, 1561, 1562, 1563, 1700, 1231, 2950, 2951, 3220, 3221, 3614, 3643, 3615, 3645, 3802, 3807,
        3904, 3905, 3906, 3907, 3908, 3909, 3910, 3911, 3912, 3913, 3926, 3927
    };

    /** name, text, bpchar, varchar: unnest() gives them the default collation. */
    private static final Set<Integer> COLLATABLE = Set.of(19, 25, 1042, 1043);

    private static final Map<Integer, Integer> ARRAYS = new HashMap<>();

    static {
        for (int i = 0; i < PAIRS.length; i += 2) {
            ARRAYS.put(PAIRS[i], PAIRS[i + 1]);
        }
    }

    private ElementTypes() {}

    static boolean unnests(int typeOid) {
        return ARRAYS.containsKey(typeOid);
    }

    static int arrayOf(int typeOid) {
        Integer array = ARRAYS.get(typeOid);
        if (array == null) {
            throw new IllegalArgumentException("typeOid: " + typeOid + " (expected: a type that unnests)");
        }
        return array;
    }

    static boolean isCollatable(int typeOid) {
        return COLLATABLE.contains(typeOid);
    }
}
