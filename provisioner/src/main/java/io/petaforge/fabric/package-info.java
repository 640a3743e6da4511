/**
 * Makes the planned network real and proves it: FRR and kernel settings on hosts and switches, names, service addresses,
 * and a step that holds everything after it back until every loopback answers over the planned paths.
 */
@NullMarked
package io.petaforge.fabric;

import org.jspecify.annotations.NullMarked;
