/**
 * Machines that exist and run: their addresses and keys stand in the inventory, and what they are made of is found out by
 * asking them. Nothing is made, switched or given back.
 */
@NullMarked
package io.petaforge.fixed;

import org.jspecify.annotations.NullMarked;
