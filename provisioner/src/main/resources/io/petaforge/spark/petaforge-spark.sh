#!/bin/sh
# Runs a class with this cluster's Spark, configuration and credentials, as the user spark:
#   petaforge-spark [-cp+ JAR] [JVM options] CLASS [arguments]
# for example: petaforge-spark -Xmx512m org.apache.spark.deploy.SparkSubmit --class org.example.Job job.jar
if [ "$(id -u)" = 0 ]; then
  exec runuser -u spark -- "$0" "$@"
fi
set -a
. /etc/petaforge/spark/spark.env
set +a
more=
if [ "${1-}" = -cp+ ]; then
  more=$2:
  shift 2
fi
exec java @"$SPARK_CONF_DIR/java.args" @"$SPARK_CONF_DIR/secret.args" -cp "$more$SPARK_CONF_DIR:$SPARK_HOME/jars/*" "$@"
