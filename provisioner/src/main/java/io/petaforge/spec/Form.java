package io.petaforge.spec;

/** How the text of a scalar is read. */
@FunctionalInterface
interface Form<T> {
    /**
     * The value of the text.
     *
     * @throws BadValue when it has none, with what to write instead
     */
    T read(String text) throws BadValue;
}
