/**
 * What a machine is made of, by asking it: one script, one round trip, one pure parser for each of its sources, and the
 * classes that decide which drives and ports count. Knows hosts, never plans.
 */
@NullMarked
package io.petaforge.discover;

import org.jspecify.annotations.NullMarked;
