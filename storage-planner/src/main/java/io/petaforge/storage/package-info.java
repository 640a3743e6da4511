/**
 * Plans Ceph's storage: OSDs by drive serial, the CRUSH tree, pools with their placement groups. Pure; knows
 * nothing of the network.
 */
@NullMarked
package io.petaforge.storage;

import org.jspecify.annotations.NullMarked;
