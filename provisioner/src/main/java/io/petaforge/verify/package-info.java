/**
 * Proves a running cluster: probes S3A and decides its settings, measures a raw S3 client and then a Spark job from the
 * same hosts, compares both with each other and with the thresholds of the plan, and gives the space back.
 */
@NullMarked
package io.petaforge.verify;

import org.jspecify.annotations.NullMarked;
