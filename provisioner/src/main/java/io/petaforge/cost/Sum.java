package io.petaforge.cost;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * An amount of money twice: with every machine at its full price, and with those at the price of spare capacity that are it,
 * or are asked for as such. To a millionth.
 */
public record Sum(BigDecimal onDemand, BigDecimal withSpot) {
    /** Nothing. */
    public static final Sum ZERO = new Sum(BigDecimal.ZERO, BigDecimal.ZERO);

    private static final int DIGITS = 6;

    public Sum {
        onDemand = requireNonNull(onDemand, "onDemand").setScale(DIGITS, RoundingMode.HALF_UP);
        withSpot = requireNonNull(withSpot, "withSpot").setScale(DIGITS, RoundingMode.HALF_UP);
    }

    /** The same amount both times. */
    static Sum of(BigDecimal amount) {
        return new Sum(amount, amount);
    }

    /** Both amounts added. */
    public Sum plus(Sum other) {
        return new Sum(onDemand.add(other.onDemand), withSpot.add(other.withSpot));
    }

    /** So many times as much. */
    public Sum times(BigDecimal factor) {
        return new Sum(
                onDemand.multiply(factor, MathContext.DECIMAL64), withSpot.multiply(factor, MathContext.DECIMAL64));
    }
}
