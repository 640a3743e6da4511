/**
 * What the programs report: plain records, written by the programs on the cluster and read by the provisioner. Needs
 * Jackson and nothing of Spark, Hadoop or the SDK.
 */
@NullMarked
package io.petaforge.workload.result;

import org.jspecify.annotations.NullMarked;
