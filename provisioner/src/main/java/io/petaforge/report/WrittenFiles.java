package io.petaforge.report;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What became of the files of a directory when a plan was written into it. Paths are relative to it.
 *
 * @param directory as the user named it
 * @param added files that were not there
 * @param changed files with another text than before
 * @param removed files of petaforge's that this plan has no longer
 * @param unchanged how many stayed as they were
 */
public record WrittenFiles(
        String directory, List<String> added, List<String> changed, List<String> removed, int unchanged) {
    public WrittenFiles {
        requireNonNull(directory, "directory");
        added = List.copyOf(added);
        changed = List.copyOf(changed);
        removed = List.copyOf(removed);
    }
}
