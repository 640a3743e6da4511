package io.petaforge.spec;

/** A scalar that is not of the form that belongs in its place. Never leaves this package: it becomes a problem. */
final class BadValue extends Exception {
    private static final long serialVersionUID = 1L;

    private final InventoryCode code;
    private final String fix;

    BadValue(InventoryCode code, String what, String fix) {
        super(what);
        this.code = code;
        this.fix = fix;
    }

    InventoryCode code() {
        return code;
    }

    String what() {
        return String.valueOf(getMessage());
    }

    String fix() {
        return fix;
    }
}
