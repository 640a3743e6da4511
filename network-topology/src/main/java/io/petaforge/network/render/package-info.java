/** Writes the configuration of every device, the cable list and a drawing from a plan: pure text, nothing is applied. */
@NullMarked
package io.petaforge.network.render;

import org.jspecify.annotations.NullMarked;
