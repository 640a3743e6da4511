/**
 * Plans the network of a data centre from racks, switch models and an oversubscription target: how many switches, which
 * port of which device goes where, addresses, AS numbers, cables. Pure: the same request gives the same plan, and a plan in
 * force is kept when racks or hosts are added.
 */
@NullMarked
package io.petaforge.network.dc;

import org.jspecify.annotations.NullMarked;
