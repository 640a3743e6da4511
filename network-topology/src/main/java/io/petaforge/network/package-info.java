/**
 * Plans the leaf-spine fabric: pure functions from the racks and hosts to addresses, AS numbers, links and
 * device configurations. Opens no connection and knows nothing of storage.
 */
@NullMarked
package io.petaforge.network;

import org.jspecify.annotations.NullMarked;
