/**
 * What the user wants: one inventory file, read once, into an immutable {@link io.petaforge.spec.ClusterSpec} in which
 * every default is filled in and every unit is parsed. All that is wrong with a file is reported at once, each problem
 * with its line. Knows nothing of machines that exist, of plans or of connections.
 */
@NullMarked
package io.petaforge.spec;

import org.jspecify.annotations.NullMarked;
