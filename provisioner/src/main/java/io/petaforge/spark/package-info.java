/**
 * Spark standalone on the planned hosts: the distribution on every node, the workers' volumes, configuration that is
 * complete for S3A, and the daemons as systemd units of the user {@code spark}.
 */
@NullMarked
package io.petaforge.spark;

import org.jspecify.annotations.NullMarked;
