/**
 * What keeps a cluster in the right hands: the encrypted copy of its state on its own hosts, from which another operator can
 * take it over, and the lock by which operators keep out of each other's way.
 */
@NullMarked
package io.petaforge.custody;

import org.jspecify.annotations.NullMarked;
