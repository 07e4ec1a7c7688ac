package dev.colonnade.execution.motion;

/**
 * The bounds of one statement's motion.
 *
 * @param rowsMax rows moved; one more fails with 54000; 0: statements that need a motion are refused
 * @param bytesMax bytes moved; more fail with 54000
 * @param parameterRowsMax up to here rows travel as parameters, beyond in a temporary table
 * @param parameterBytesMax as {@code parameterRowsMax}, in bytes
 */
public record MotionLimits(long rowsMax, long bytesMax, long parameterRowsMax, long parameterBytesMax) {
    public static final MotionLimits DEFAULT = new MotionLimits(1_000_000, 256L << 20, 1_000, 256 << 10);

    /** What an operator may set. */
    public MotionLimits with(long rows, long bytes) {
        return new MotionLimits(rows, bytes, parameterRowsMax, parameterBytesMax);
    }

    /** Nothing is moved. */
    public boolean isOff() {
        return rowsMax == 0;
    }
}
