package io.petaforge.maas;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.ExitCode;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;

/** A request that did not get what it asked for. Its text holds nothing of the key and nothing of what was sent. */
final class MaasFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What the answer means, whatever number and text it came with. */
    enum Kind {
        /** Nothing answers: no request was carried out. */
        UNREACHABLE("PF-MAAS-002", "Check the address in substrate.maas.url, and that this machine can reach it."),
        /** The connection or the gateway gave up while MAAS worked: the request may have been carried out. */
        LOST("PF-MAAS-018", "Run the same command again: it asks MAAS what became of the request first."),
        KEY(
                "PF-MAAS-003",
                "Make a new API key on the MAAS user's preferences page and store it where substrate.maas.api-key points."),
        FORBIDDEN(
                "PF-MAAS-012",
                "See whether the machine is locked or belongs to another user, or use the key of an administrator."),
        UNKNOWN("PF-MAAS-013", "Check that substrate.maas.url ends in /MAAS, and that nobody removed the object."),
        REFUSED("PF-MAAS-014", "Correct what the message names."),
        STATE("PF-MAAS-015", "Run the same command again: the machine's state is read first."),
        BUSY(
                "PF-MAAS-016",
                "Free what is exhausted or wait until MAAS is no longer busy, then run the same command again."),
        SERVER(
                "PF-MAAS-017",
                "See the region controller's log, /var/snap/maas/common/log/regiond.log or /var/log/maas/regiond.log."),
        UNREADABLE("PF-MAAS-004", "Check that substrate.maas.url leads to a MAAS region of version 2.9 or later.");

        private final String code;
        private final String fix;

        Kind(String code, String fix) {
            this.code = code;
            this.fix = fix;
        }
    }

    private final Kind kind;
    private final String detail;

    MaasFailure(Kind kind, String request, String detail) {
        super("MAAS, " + request + ": " + detail);
        this.kind = requireNonNull(kind, "kind");
        this.detail = detail;
    }

    Kind kind() {
        return kind;
    }

    /** What MAAS said, on one line, without secrets; empty for a refused key and wherever it said nothing. */
    String detail() {
        return detail;
    }

    Problem problem() {
        return Problem.of(kind.code, String.valueOf(getMessage()) + ".", kind.fix);
    }

    PetaforgeException asPetaforge() {
        ExitCode code = kind == Kind.UNREACHABLE || kind == Kind.LOST || kind == Kind.BUSY || kind == Kind.SERVER
                ? ExitCode.UNREACHABLE
                : ExitCode.PREFLIGHT;
        return new PetaforgeException(code, problem(), this);
    }

    /** What a reply means that is no success. */
    static MaasFailure of(Call call, Reply reply, MaasKey key) {
        Kind kind = kind(reply);
        // The body of a 401 may hold the key's secret.
        String detail = kind == Kind.KEY
                ? "401, the API key was refused"
                : reply.status()
                        + (kind == Kind.LOST ? ", the gateway gave up waiting for the region" : said(reply, key));
        return new MaasFailure(kind, call.describe(), detail);
    }

    private static String said(Reply reply, MaasKey key) {
        String line = key.redact(reply.body()).replaceAll("\\s+", " ").strip().replaceAll("\\.+$", "");
        if (line.isEmpty() || line.startsWith("<")) {
            return "";
        }
        return ", " + (line.length() > 400 ? line.substring(0, 400) + "..." : line);
    }

    private static Kind kind(Reply reply) {
        return switch (reply.status()) {
            case 401 -> Kind.KEY;
            // Without an OAuth header that it can read MAAS says that it knows no such operation.
            case 400 -> Kind.REFUSED;
            case 403 -> Kind.FORBIDDEN;
            case 404 -> Kind.UNKNOWN;
            case 409 -> Kind.STATE;
            case 503 -> Kind.BUSY;
            case 502, 504 -> Kind.LOST;
            default -> reply.status() >= 500 ? Kind.SERVER : Kind.UNREADABLE;
        };
    }
}
