/**
 * The Spark distribution: which releases of Spark, Scala, Hadoop and the AWS SDK fit together, where their jars come
 * from, and the one archive, named by its content, that every node unpacks at the identical path.
 */
@NullMarked
package io.petaforge.spark.dist;

import org.jspecify.annotations.NullMarked;
