/** Machines with a management controller: IPMI or Redfish switches them, the inventory lists them. */
@NullMarked
package io.petaforge.bmc;

import org.jspecify.annotations.NullMarked;
