/**
 * OpenStack's interfaces as jclouds declares such things: stock ones where jclouds has them, and in the same idiom those
 * that it lacks (application credentials, server groups and hints, faults, Cinder and Glance).
 */
@NullMarked
package io.petaforge.cloud.openstack.rest;

import org.jspecify.annotations.NullMarked;
