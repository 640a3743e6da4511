/**
 * The planned CRUSH map: buckets with ids and weights, and the whole as the text that {@code crushtool} compiles, so that a
 * plan can be proven before there is a cluster.
 */
@NullMarked
package io.petaforge.storage.crush;

import org.jspecify.annotations.NullMarked;
