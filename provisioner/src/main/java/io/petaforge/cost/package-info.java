/** What a cluster costs in a cloud, by prices that the user gives. Pure. */
@NullMarked
package io.petaforge.cost;

import org.jspecify.annotations.NullMarked;
