/**
 * Machines of Amazon EC2 (API version 2016-11-15). Everything that goes over the wire is in {@code Ec2} and the annotated
 * interfaces behind it; what is decided (which type, which subnet, which drives) is pure.
 */
@NullMarked
package io.petaforge.cloud.aws;

import org.jspecify.annotations.NullMarked;
