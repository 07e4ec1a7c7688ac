package dev.colonnade.planner.plan;

import org.jspecify.annotations.Nullable;

/** The parameters of one Bind, as they came over the wire. Numbers count from 0. */
public interface ParameterValues {
    ParameterValues NONE = new ParameterValues() {
        @Override
        public int count() {
            return 0;
        }

        @Override
        public int typeOid(int number) {
            throw new IndexOutOfBoundsException(number);
        }

        @Override
        public boolean binary(int number) {
            throw new IndexOutOfBoundsException(number);
        }

        @Override
        public byte @Nullable [] value(int number) {
            throw new IndexOutOfBoundsException(number);
        }
    };

    int count();

    /** The type that the client's Parse (or the server's ParameterDescription) gave; 0 where unspecified. */
    int typeOid(int number);

    boolean binary(int number);

    /** The bytes; null for NULL. */
    byte @Nullable [] value(int number);
}
