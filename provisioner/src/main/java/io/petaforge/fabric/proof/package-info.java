/**
 * Proves that the planned network is what runs: derives from the plan what every device must see, asks all devices at the
 * same time, and compares. Causes come first, and what follows from one is counted under it.
 */
@NullMarked
package io.petaforge.fabric.proof;

import org.jspecify.annotations.NullMarked;
