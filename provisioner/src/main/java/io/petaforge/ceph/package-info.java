/**
 * Bootstraps Ceph over SSH, without a tool of its own on the hosts: monitors, managers, OSDs, pools, S3 gateways with TLS
 * from the cluster's own CA, the S3 user and buckets. Units, paths and keyrings are those that operators of Ceph expect.
 * {@link io.petaforge.ceph.CephSteps} is the table of contents.
 */
@NullMarked
package io.petaforge.ceph;

import org.jspecify.annotations.NullMarked;
