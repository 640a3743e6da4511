/**
 * The programs that prove a cluster from inside it: a probe of S3A's behaviour, a Spark job that writes, reads back and
 * checks data, and the raw S3 client it is compared with. They run on the class path of the cluster's own Spark
 * distribution and print one result each (see {@link io.petaforge.workload.result.ResultLine}). Credentials come from the
 * environment or from the distribution's configuration files, never from arguments.
 */
@NullMarked
package io.petaforge.workload;

import org.jspecify.annotations.NullMarked;
