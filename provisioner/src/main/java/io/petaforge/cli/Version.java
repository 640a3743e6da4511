package io.petaforge.cli;

import picocli.CommandLine.IVersionProvider;

/** The version in the jar's manifest. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Version.class.getPackage().getImplementationVersion();
        return new String[] {
            "petaforge " + (version == null ? "(not packaged)" : version) + ", Java " + Runtime.version()
        };
    }
}
