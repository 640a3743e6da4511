/**
 * Machines of a MAAS region, over its REST API 2.0: found, checked, taken, deployed, watched, given back. Everything that
 * goes over the wire is in {@code MaasHttp} and {@code Maas}; what is decided (which machine, which drives) is pure.
 */
@NullMarked
package io.petaforge.maas;

import org.jspecify.annotations.NullMarked;
