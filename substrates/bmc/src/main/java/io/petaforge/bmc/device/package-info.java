/** One management controller, whatever it speaks: what it can do, what can go wrong, and how an action is checked. */
@NullMarked
package io.petaforge.bmc.device;

import org.jspecify.annotations.NullMarked;
