package dev.colonnade.planner.logical;

import dev.colonnade.planner.plan.ParameterValues;
import dev.colonnade.planner.plan.RefusalCode;
import dev.colonnade.planner.refusal.Refusals;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads parameters that are numbers the proxy itself needs: of LIMIT, of OFFSET, of HAVING. */
public final class ParameterNumbers {
    private static final int NUMERIC = 1700;
    private static final BigDecimal LARGEST = BigDecimal.valueOf(Long.MAX_VALUE);
    private static final BigDecimal SMALLEST = BigDecimal.valueOf(Long.MIN_VALUE);

    private ParameterNumbers() {}

    /**
     * A number of rows; empty for NULL, which limits nothing. Beyond a bigint: the largest one.
     *
     * @throws dev.colonnade.planner.plan.PlanningException where it can't be read
     */
    public static OptionalLong rows(int number, ParameterValues parameters) {
        if (ParameterKeys.isNull(number, parameters)) {
            return OptionalLong.empty();
        }
        BigDecimal rows = value(number, parameters, RefusalCode.LIMIT).setScale(0, RoundingMode.HALF_UP);
        return OptionalLong.of(rows.min(LARGEST).max(SMALLEST).longValue());
    }

    /**
     * A number as text.
     *
     * @throws dev.colonnade.planner.plan.PlanningException where it is NULL or can't be read
     */
    public static String text(int number, ParameterValues parameters) {
        return value(number, parameters, RefusalCode.HAVING).toPlainString();
    }

    private static BigDecimal value(int number, ParameterValues parameters, RefusalCode code) {
        return read(number, parameters)
                .orElseThrow(() -> Refusals.refuse(
                        code,
                        "cannot read parameter $" + (number + 1) + " as a number",
                        "Its value is needed to merge the rows of several databases.",
                        "Pass it as bigint or numeric, or give a value for the shard key."));
    }

    private static Optional<BigDecimal> read(int number, ParameterValues parameters) {
        byte[] value = number < parameters.count() ? parameters.value(number) : null;
        if (value == null) {
            return Optional.empty();
        }
        int oid = parameters.typeOid(number);
        return switch (oid) {
            case 0, 20, 21, 23, 705, NUMERIC -> parameters.binary(number) ? binary(value, oid) : text(value);
            default -> Optional.empty();
        };
    }

    private static Optional<BigDecimal> text(byte[] value) {
        try {
            return value.length > 100
                    ? Optional.empty()
                    : Optional.of(new BigDecimal(new String(value, StandardCharsets.UTF_8).strip()))
                            .filter(number -> Math.abs((long) number.scale()) < 1_000);
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }

    private static Optional<BigDecimal> binary(byte[] value, int oid) {
        ByteBuffer in = ByteBuffer.wrap(value);
        if (oid == NUMERIC) {
            return BinaryNumeric.decode(in);
        }
        return switch (value.length) {
            case Short.BYTES -> Optional.of(BigDecimal.valueOf(in.getShort()));
            case Integer.BYTES -> Optional.of(BigDecimal.valueOf(in.getInt()));
            case Long.BYTES -> Optional.of(BigDecimal.valueOf(in.getLong()));
            default -> Optional.empty();
        };
    }
}
