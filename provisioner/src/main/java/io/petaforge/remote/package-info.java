/**
 * Commands and files on other hosts over SSH. Knows hosts, never plans. Quoting and masking happen here and
 * nowhere else.
 */
@NullMarked
package io.petaforge.remote;

import org.jspecify.annotations.NullMarked;
