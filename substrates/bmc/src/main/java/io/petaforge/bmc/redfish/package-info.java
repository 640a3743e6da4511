/** Redfish over HTTP, with the certificate verified or pinned. */
@NullMarked
package io.petaforge.bmc.redfish;

import org.jspecify.annotations.NullMarked;
