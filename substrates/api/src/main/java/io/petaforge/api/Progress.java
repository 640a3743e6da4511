package io.petaforge.api;

/** Where a long operation says what it is doing, in short sentences; called from any thread. */
@FunctionalInterface
public interface Progress {
    /** Says nothing. */
    Progress SILENT = message -> {};

    /** One short line, without a line break. */
    void report(String message);
}
