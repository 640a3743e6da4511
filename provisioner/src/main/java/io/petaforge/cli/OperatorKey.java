package io.petaforge.cli;

import io.petaforge.api.ExitCode;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The public half of the key that petaforge logs in with. */
final class OperatorKey {
    private OperatorKey() {}

    /**
     * In OpenSSH form, from the file beside the private key's.
     *
     * @throws PetaforgeException when it is not there
     */
    static String publicLine(Path privateKey) {
        Path file = privateKey.resolveSibling(privateKey.getFileName() + ".pub");
        try {
            String line = Files.readString(file).strip();
            if (line.matches("(ssh-|ecdsa-|sk-)\\S+ \\S+( [^\\n]*)?")) {
                return line;
            }
            throw missing(file, "it holds no public key");
        } catch (IOException e) {
            throw missing(file, e.toString());
        }
    }

    private static PetaforgeException missing(Path file, String why) {
        return new PetaforgeException(
                ExitCode.BAD_INPUT,
                Problem.at(
                        "PF-CLI-072",
                        "substrate.bmc.private-key",
                        "the public key that belongs to it cannot be read from " + file + ": " + why,
                        "Write it there: ssh-keygen -y -f PRIVATE-KEY prints it."));
    }
}
