package dev.colonnade.planner.plan;

/**
 * Why a statement isn't run, in the fields of an ErrorResponse.
 *
 * @param code our stable code; its SQLSTATE is what the client sees
 * @param message what is refused
 * @param detail which table, key, clause and why; empty for none
 * @param hint the rewrite or setting that would work; empty for none
 * @param position UTF-16 offset in the statement from 0, or -1
 */
public record Refusal(RefusalCode code, String message, String detail, String hint, int position) {}
