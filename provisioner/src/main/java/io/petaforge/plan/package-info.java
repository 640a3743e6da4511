/**
 * What the cluster will be: one immutable, serialisable plan made by pure functions from the spec and the machines.
 * Holds no secret and no connection.
 */
@NullMarked
package io.petaforge.plan;

import org.jspecify.annotations.NullMarked;
