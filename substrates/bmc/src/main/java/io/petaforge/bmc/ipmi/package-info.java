/** IPMI 2.0 over the program ipmitool, whose output is read by pure functions. */
@NullMarked
package io.petaforge.bmc.ipmi;

import org.jspecify.annotations.NullMarked;
