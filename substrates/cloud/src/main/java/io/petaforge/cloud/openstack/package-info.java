/** Machines of an OpenStack cloud. */
@NullMarked
package io.petaforge.cloud.openstack;

import org.jspecify.annotations.NullMarked;
