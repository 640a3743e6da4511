/** Predicts what a planned network carries: by tier, after failures, under Ceph's and Spark's traffic; and what runs out. */
@NullMarked
package io.petaforge.network.capacity;

import org.jspecify.annotations.NullMarked;
