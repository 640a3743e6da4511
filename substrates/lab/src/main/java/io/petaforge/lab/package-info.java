/**
 * The lab: real systemd hosts and FRR switches on this machine, each in a network namespace of its own, with disks on
 * loop devices and a supervisor as power switch. A record on disk is written before anything is made, and everything
 * made carries the cluster's name, so that a release finds it even when nothing else is known.
 */
@NullMarked
package io.petaforge.lab;

import org.jspecify.annotations.NullMarked;
